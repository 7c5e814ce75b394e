/**
 * Token requests of clients that prove themselves with a JWT which they sign: quarkus-oidc-client
 * composes and signs them, and the transport of all requests sends them.
 */
@NullMarked
package dev.bearerd.oidc;

import org.jspecify.annotations.NullMarked;
