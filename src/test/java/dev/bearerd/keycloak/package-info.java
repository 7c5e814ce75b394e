/**
 * Every grant and client authentication with real servers on loopback: Keycloak, unpacked by the
 * build, and oidc-provider for what Keycloak lacks or does otherwise: resource indicators, metadata
 * by RFC 8414 alone, a port of its own for client certificates, assertions that are good for one
 * use. It was preferred to Spring Authorization Server because it is one file in another language,
 * with no class path of its own to build, and starts in a second. Runs with {@code -Pkeycloak}
 * alone.
 *
 * <p>No actor token (RFC 8693) is among them: Keycloak reads none, and oidc-provider has no token
 * exchange.
 */
@NullMarked
package dev.bearerd.keycloak;

import org.jspecify.annotations.NullMarked;
