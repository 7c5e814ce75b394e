package dev.bearerd.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes opaque tokens that all live equally long. */
record DemoMint(Duration lifetime, InstantSource clock, RandomGenerator random) {
  private static final int TOKEN_BYTES = 32;

  DemoMint {
    if (lifetime.toSeconds() < 1) {
      throw new IllegalArgumentException("the lifetime of tokens must be a second or more");
    }
  }

  String token() {
    var bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  long expiresIn() {
    return lifetime.toSeconds();
  }

  /** When a token that is made now ends. */
  Instant expiry() {
    return now().plus(lifetime);
  }

  Instant now() {
    return clock.instant();
  }
}
