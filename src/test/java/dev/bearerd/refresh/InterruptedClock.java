package dev.bearerd.refresh;

import java.time.Instant;
import java.time.InstantSource;

/** A clock at which somebody looks at the moment when another thread does something. */
final class InterruptedClock implements InstantSource {
  private final InstantSource clock;
  private int looks;
  private Runnable interruption = () -> {};

  InterruptedClock(InstantSource clock) {
    this.clock = clock;
  }

  /** Something happens when the time is looked at for so many times from now on, once. */
  void at(int look, Runnable something) {
    looks = look;
    interruption = something;
  }

  @Override
  public Instant instant() {
    looks--;
    if (looks == 0) {
      interruption.run();
    }
    return clock.instant();
  }
}
