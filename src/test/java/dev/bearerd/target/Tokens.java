package dev.bearerd.target;

import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import java.time.Instant;
import java.util.List;

/** Tokens for tests: all of the same hour. */
public final class Tokens {
  private static final Instant OBTAINED = Instant.parse("2026-03-01T10:00:00.250Z");

  private Tokens() {}

  public static Token token(String value) {
    return token(value, List.of());
  }

  public static Token token(String value, List<String> scopes) {
    return new Token(
        new Secret(value),
        scopes,
        OBTAINED,
        OBTAINED.plusSeconds(3600),
        Token.ExpirySource.EXPIRES_IN);
  }
}
