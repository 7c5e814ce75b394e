package dev.bearerd.github;

import dev.bearerd.key.SignedJwt;
import dev.bearerd.key.SigningKeyFile;
import dev.bearerd.token.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A GitHub App, with the key that proves it.
 *
 * @param id the client id of the app, or its number
 */
public record App(String id, SigningKeyFile key) {
  /** So that a clock which is ahead of GitHub's signs nothing from the future. */
  private static final Duration BACK = Duration.ofSeconds(60);

  /** GitHub takes no expiry that is more than ten minutes ahead of its own clock. */
  private static final Duration LIFETIME = Duration.ofMinutes(9);

  Secret jwt(InstantSource clock, RandomGenerator random) {
    return new SignedJwt(id, Optional.empty(), Optional.empty(), LIFETIME, Map.of())
        .sign(key.read(), () -> clock.instant().minus(BACK), random);
  }
}
