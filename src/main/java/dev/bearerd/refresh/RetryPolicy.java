package dev.bearerd.refresh;

import dev.bearerd.token.TokenException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a failure.
 *
 * @param initial the wait after the first transient failure, and the shortest of all
 * @param max the longest wait after a transient failure
 */
public record RetryPolicy(Duration initial, Duration max) {
  private static final Backoff REJECTED = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));

  /** So many tries must fit into what is left of the token's life. */
  private static final int TRIES_BEFORE_EXPIRY = 3;

  /**
   * The wait before the next attempt.
   *
   * @param repeats failures of this kind in a row, from 1
   * @param runway for how long every reader has a valid token; empty where one has none
   */
  Duration delay(Kind kind, int repeats, Optional<Duration> runway, RandomGenerator random) {
    if (kind == Kind.REJECTED) {
      return REJECTED.after(repeats);
    }
    var ceiling = new Backoff(initial, max).after(repeats);
    var wait = Duration.ofMillis((long) (ceiling.toMillis() * random.nextDouble()));
    return longer(initial, runway.map(left -> shorter(wait, inTime(left))).orElse(wait));
  }

  private static Duration inTime(Duration runway) {
    return runway.dividedBy(TRIES_BEFORE_EXPIRY + 1);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
