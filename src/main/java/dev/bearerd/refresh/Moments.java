package dev.bearerd.refresh;

import java.time.Duration;
import java.time.Instant;

/** Moments that are not of the clock. */
final class Moments {
  /** Comes when somebody asks for it, and not before. */
  static final Instant NEVER = Instant.MAX;

  private Moments() {}

  /** The same moment on a clock that was set; at once and never stay what they are. */
  static Instant shifted(Instant moment, Duration step) {
    return moment.equals(NEVER) || moment.equals(Instant.EPOCH) ? moment : moment.plus(step);
  }
}
