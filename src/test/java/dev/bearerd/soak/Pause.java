package dev.bearerd.soak;

import java.time.Duration;
import java.time.Instant;

/** Lets time pass, which is what these tests are about. */
final class Pause {
  private Pause() {}

  static void until(Instant time) {
    of(Duration.between(Instant.now(), time));
  }

  /** Returns at once where the duration is not positive. */
  static void of(Duration duration) {
    try {
      Thread.sleep(Math.max(0, duration.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
