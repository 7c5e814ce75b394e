/**
 * The device authorization grant (RFC 8628): a person grants the first refresh token, in a browser
 * that may be anywhere.
 */
@NullMarked
package dev.bearerd.device;

import org.jspecify.annotations.NullMarked;
