/**
 * What Google needs beyond the grant of RFC 7523: the document of a service account, and the claims
 * that its assertions have.
 */
@NullMarked
package dev.bearerd.google;

import org.jspecify.annotations.NullMarked;
