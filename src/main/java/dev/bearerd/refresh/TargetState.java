package dev.bearerd.refresh;

import dev.bearerd.token.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one target.
 *
 * @param description names the target for the operator
 * @param current whether it holds the provider's current token
 * @param publishedAt when it was last known to hold a token that was current then
 * @param validUntil when the token that it holds ends
 * @param failures in a row
 * @param lastError of the last attempt; empty after a success
 * @param nextTry when it is tried again, while it is not current
 */
public record TargetState(
    String description,
    boolean current,
    Optional<Instant> publishedAt,
    Optional<Instant> validUntil,
    int failures,
    Optional<String> lastError,
    Instant nextTry) {

  static TargetState unpublished(String description) {
    return new TargetState(
        description, false, Optional.empty(), Optional.empty(), 0, Optional.empty(), Instant.EPOCH);
  }

  /** There is a new token, or a new end of its life, which the target lacks. */
  TargetState outdated() {
    return new TargetState(
        description, false, publishedAt, validUntil, failures, lastError, Instant.EPOCH);
  }

  TargetState published(Token token, Instant now) {
    return new TargetState(
        description,
        true,
        Optional.of(now),
        Optional.of(token.expiresAt()),
        0,
        Optional.empty(),
        Instant.EPOCH);
  }

  /** Tried again after 1 s, then twice as long each time, up to 8 s. */
  TargetState failed(String error, Instant now) {
    var wait = Duration.ofSeconds(1L << Math.min(failures, 3));
    return new TargetState(
        description,
        false,
        publishedAt,
        validUntil,
        failures + 1,
        Optional.of(error),
        now.plus(wait));
  }
}
