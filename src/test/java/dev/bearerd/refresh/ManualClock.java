package dev.bearerd.refresh;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. */
final class ManualClock implements InstantSource {
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  private Duration uptime = Duration.ZERO;

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration duration) {
    now = now.plus(duration);
    uptime = uptime.plus(duration);
  }

  /** Somebody sets it, while no time passes. */
  void step(Duration by) {
    now = now.plus(by);
  }

  Agent.Clocks clocks() {
    return new Agent.Clocks(this, () -> uptime);
  }

  void advanceSeconds(long seconds) {
    advance(Duration.ofSeconds(seconds));
  }
}
