package dev.bearerd.refresh;

import dev.bearerd.token.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When the next token is fetched after a success.
 *
 * @param at fraction of the lifetime, counted from when the token was requested
 * @param jitter fraction of the lifetime by which that moment is moved earlier at random, at most
 * @param minInterval between two requests, however short the lifetime
 */
public record RefreshPolicy(double at, double jitter, Duration minInterval) {

  /** The due time after a token that was not known before. */
  Instant dueAfterNew(Token token, Instant now, RandomGenerator random) {
    var fraction = Math.max(0, at - jitter * random.nextDouble());
    return notBefore(now, token.obtainedAt().plus(scaled(token.lifetime(), fraction)));
  }

  /**
   * The due time after the very token that was in hand already. Some servers hand out one token
   * until it ends (WSO2, opaque tokens): asked again at half of what is left.
   */
  Instant dueAfterSame(Token token, Instant now) {
    return notBefore(now, now.plus(token.runwayAt(now).dividedBy(2)));
  }

  private Instant notBefore(Instant now, Instant due) {
    var earliest = now.plus(minInterval);
    return due.isBefore(earliest) ? earliest : due;
  }

  private static Duration scaled(Duration duration, double fraction) {
    return Duration.ofMillis((long) (duration.toMillis() * fraction));
  }
}
