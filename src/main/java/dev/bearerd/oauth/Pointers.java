package dev.bearerd.oauth;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/** Where a token response holds what: JSON pointers (RFC 6901). */
public record Pointers(String accessTokenAt, String expiresInAt, String refreshTokenAt) {
  /** As in RFC 6749 section 5.1. */
  public static final Pointers DEFAULT =
      new Pointers("/access_token", "/expires_in", "/refresh_token");

  public Pointers {
    check("response.access-token", accessTokenAt);
    check("response.expires-in", expiresInAt);
    check("response.refresh-token", refreshTokenAt);
  }

  JsonNode accessTokenIn(JsonNode answer) {
    return answer.at(accessTokenAt);
  }

  JsonNode expiresInIn(JsonNode answer) {
    return answer.at(expiresInAt);
  }

  JsonNode refreshTokenIn(JsonNode answer) {
    return answer.at(refreshTokenAt);
  }

  private static void check(String key, String pointer) {
    if (!pointer.startsWith("/") || JsonPointer.compile(pointer).length() < 2) {
      throw new IllegalArgumentException(key + " is no JSON pointer such as /access_token");
    }
  }
}
