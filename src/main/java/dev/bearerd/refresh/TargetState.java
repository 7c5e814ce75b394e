package dev.bearerd.refresh;

import dev.bearerd.target.Target;
import dev.bearerd.token.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one target.
 *
 * @param description names the target for the operator
 * @param current whether it holds what it should: the provider's current token, or nothing where an
 *     expired one was to be removed
 * @param publishedAt when it was last known to hold a token that was current then
 * @param validUntil when the token that it holds ends
 * @param attempts to bring it up to date
 */
public record TargetState(
    String description,
    boolean current,
    Optional<Instant> publishedAt,
    Optional<Instant> validUntil,
    Attempts attempts) {
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8));

  static List<TargetState> unpublished(List<Target> targets) {
    return targets.stream().map(target -> unpublished(target.description())).toList();
  }

  /**
   * What is known of these targets, by what was known of others. Each is tried again: its format or
   * its owner may be another.
   */
  static List<TargetState> carriedOver(List<TargetState> before, List<Target> targets) {
    return unpublished(targets).stream()
        .map(
            blank ->
                before.stream()
                    .filter(known -> known.description().equals(blank.description()))
                    .findFirst()
                    .map(TargetState::outdated)
                    .orElse(blank))
        .toList();
  }

  static TargetState unpublished(String description) {
    return new TargetState(description, false, Optional.empty(), Optional.empty(), Attempts.NONE);
  }

  boolean isDue(Instant now) {
    return !current && !attempts.nextTry().isAfter(now);
  }

  /** There is something new, which the target lacks. */
  TargetState outdated() {
    return new TargetState(description, false, publishedAt, validUntil, attempts.atOnce());
  }

  TargetState published(Token token, Instant now) {
    return new TargetState(
        description, true, Optional.of(now), Optional.of(token.expiresAt()), Attempts.NONE);
  }

  /** Readers find nothing there. */
  TargetState removed() {
    return new TargetState(description, true, Optional.empty(), Optional.empty(), Attempts.NONE);
  }

  TargetState failed(String error, Instant now) {
    return new TargetState(
        description, false, publishedAt, validUntil, attempts.failed(error, now, BACKOFF));
  }

  /** The same on a clock that was set; what it holds may tell the time by the old one. */
  TargetState shifted(Duration step) {
    return new TargetState(
        description,
        false,
        publishedAt.map(at -> at.plus(step)),
        validUntil.map(at -> at.plus(step)),
        attempts.atOnce());
  }
}
