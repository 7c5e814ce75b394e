package dev.bearerd.refresh;

import java.time.Instant;
import java.util.Optional;

/**
 * How trying the same thing over and over has gone.
 *
 * @param failures in a row
 * @param lastError of the last attempt; empty after a success
 * @param nextTry not before this
 */
public record Attempts(int failures, Optional<String> lastError, Instant nextTry) {
  /** Nothing has failed; the next attempt may be made at any time. */
  public static final Attempts NONE = new Attempts(0, Optional.empty(), Instant.EPOCH);

  Attempts failed(String error, Instant now, Backoff backoff) {
    var next = now.plus(backoff.after(failures + 1));
    return new Attempts(failures + 1, Optional.of(error), next);
  }

  /** What happened stays known, and the next attempt may be made at once. */
  Attempts atOnce() {
    return notBefore(Instant.EPOCH);
  }

  /** What happened stays known, and the next attempt is made then. */
  Attempts notBefore(Instant time) {
    return new Attempts(failures, lastError, time);
  }
}
