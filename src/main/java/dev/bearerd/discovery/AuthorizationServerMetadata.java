package dev.bearerd.discovery;

import dev.bearerd.token.TokenException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where an authorization server is asked (RFC 8414 section 2), for clients with and without a
 * certificate (RFC 8705 section 5). Can be written as discoveries, and read from them again.
 */
public final class AuthorizationServerMetadata {
  /** What stands before the names of endpoints for clients with a certificate. */
  static final String MTLS = "mtls.";

  private final Map<String, URI> endpoints;

  /**
   * @param endpoints by the names of their fields
   */
  AuthorizationServerMetadata(Map<String, URI> endpoints) {
    this.endpoints = Map.copyOf(endpoints);
  }

  /** What was discovered earlier; empty where that is not enough to ask for a token. */
  static Optional<AuthorizationServerMetadata> of(Map<String, String> discoveries) {
    var endpoints = new HashMap<String, URI>();
    for (var endpoint : Endpoint.values()) {
      for (var name : new String[] {endpoint.field(), MTLS + endpoint.field()}) {
        Optional.ofNullable(discoveries.get(name))
            .ifPresent(url -> endpoints.put(name, URI.create(url)));
      }
    }
    return endpoints.containsKey(Endpoint.TOKEN.field())
        ? Optional.of(new AuthorizationServerMetadata(endpoints))
        : Optional.empty();
  }

  Map<String, String> discoveries() {
    var discoveries = new HashMap<String, String>();
    endpoints.forEach((name, url) -> discoveries.put(name, url.toString()));
    return discoveries;
  }

  /**
   * The address of an endpoint.
   *
   * @param withCertificate whether the client shows one, for which there may be another address
   * @throws TokenException where the server names none
   */
  public URI endpoint(Endpoint endpoint, boolean withCertificate) {
    return Optional.ofNullable(endpoints.get(MTLS + endpoint.field()))
        .filter(alias -> withCertificate)
        .or(() -> Optional.ofNullable(endpoints.get(endpoint.field())))
        .orElseThrow(
            () ->
                TokenException.malformed(
                    "the metadata of the issuer names no " + endpoint.field()));
  }
}
