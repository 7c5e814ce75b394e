package dev.bearerd.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells a clock that is set from the passing of time, by a second clock that nobody can set and
 * that goes on while the machine is suspended. Not safe for threads.
 */
final class ClockWatch {
  /** Less is the work of a clock that is being disciplined. */
  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  private final Supplier<Duration> uptime;
  private Duration offset;

  /**
   * @param uptime the time since a moment that does not matter
   */
  ClockWatch(Instant now, Supplier<Duration> uptime) {
    this.uptime = uptime;
    this.offset = offset(now);
  }

  /** By how much the clock was set since it was last looked at, if it was. */
  Optional<Duration> step(Instant now) {
    var before = offset;
    var step = offset(now).minus(before);
    if (step.abs().compareTo(TOLERANCE) <= 0) {
      return Optional.empty();
    }
    offset = before.plus(step);
    return Optional.of(step);
  }

  private Duration offset(Instant now) {
    return Duration.between(Instant.EPOCH, now).minus(uptime.get());
  }
}
