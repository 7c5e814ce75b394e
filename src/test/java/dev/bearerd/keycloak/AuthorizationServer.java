package dev.bearerd.keycloak;

import com.fasterxml.jackson.databind.JsonNode;

/** A real server, for as long as tests need it. */
interface AuthorizationServer {

  /** What it says of a token to somebody who receives it (RFC 7662). */
  JsonNode introspect(String token);

  /** Whether somebody who receives the token may take it. */
  default boolean accepts(String token) {
    return introspect(token).path("active").asBoolean();
  }

  /** The authority whose clients it knows. */
  Certificates certificates();

  /** Replaces what a run makes anew in a configuration: addresses, secrets, directories. */
  String fill(String text);
}
