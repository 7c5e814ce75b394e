package dev.bearerd.target;

import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tokens for tests: all of the same hour. */
final class Tokens {
  private static final Instant OBTAINED = Instant.parse("2026-03-01T10:00:00.250Z");

  private Tokens() {}

  static Token token(String value) {
    return token(value, List.of());
  }

  static Token token(String value, List<String> scopes) {
    return new Token(
        new Secret(value),
        Optional.of(new Secret("the-refresh-token")),
        scopes,
        OBTAINED,
        OBTAINED.plusSeconds(3600),
        Token.ExpirySource.EXPIRES_IN);
  }
}
