/**
 * Endpoints of an authorization server that are found by its issuer: OpenID Connect Discovery, then
 * RFC 8414.
 */
@NullMarked
package dev.bearerd.discovery;

import org.jspecify.annotations.NullMarked;
