package dev.bearerd.google;

import dev.bearerd.key.SignedJwt;
import dev.bearerd.key.SigningKey;
import dev.bearerd.token.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A service account of Google, with the key that proves it. */
public record ServiceAccount(String email, SigningKey key) {
  /** The longest that Google takes. */
  private static final Duration LIFETIME = Duration.ofHours(1);

  /**
   * An assertion (RFC 7523 section 3).
   *
   * @param user in whose name the account acts, where it was given that right (domain-wide
   *     delegation)
   * @param audience the token URL
   * @param claims what is wanted: {@code scope}, or {@code target_audience} for an ID token
   */
  public Secret assertion(
      Optional<String> user,
      String audience,
      Map<String, String> claims,
      InstantSource clock,
      RandomGenerator random) {
    return new SignedJwt(email, user, Optional.of(audience), LIFETIME, claims)
        .sign(key, clock, random);
  }
}
