/**
 * What GitHub needs in place of a token request: an app proves itself by a JWT, and asks for a
 * token of one of its installations.
 */
@NullMarked
package dev.bearerd.github;

import org.jspecify.annotations.NullMarked;
