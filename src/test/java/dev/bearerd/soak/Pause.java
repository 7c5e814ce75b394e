package dev.bearerd.soak;

import dev.bearerd.kit.MachineTime;
import java.time.Duration;
import java.time.Instant;

/** Lets time pass, which is what these tests are about. */
final class Pause {
  private Pause() {}

  /** Returns at that time. */
  static void until(Instant time) {
    sleep(Duration.between(Instant.now(), time));
  }

  /** Returns when the machine has had so much time. */
  static void of(Duration duration) {
    var start = Instant.now();
    for (var left = duration;
        left.toMillis() > 0;
        left = duration.minus(MachineTime.since(start))) {
      sleep(left);
    }
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(Math.max(0, duration.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
