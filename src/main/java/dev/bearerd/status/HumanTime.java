package dev.bearerd.status;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times and durations as people read them. */
public final class HumanTime {
  private HumanTime() {}

  /** The two largest units of a duration, such as {@code 1h12m}, {@code 45s} or {@code 3d}. */
  public static String of(Duration duration) {
    if (duration.isNegative()) {
      return "-" + of(duration.negated());
    }
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toDays() > 0) {
      return pair(duration.toDays(), "d", duration.toHoursPart(), "h");
    }
    if (duration.toHours() > 0) {
      return pair(duration.toHours(), "h", duration.toMinutesPart(), "m");
    }
    if (duration.toMinutes() > 0) {
      return pair(duration.toMinutes(), "m", duration.toSecondsPart(), "s");
    }
    return duration.toSeconds() + "s";
  }

  /** RFC 3339 in UTC, to the second. */
  public static String of(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String pair(long large, String largeUnit, long small, String smallUnit) {
    return large + largeUnit + (small == 0 ? "" : small + smallUnit);
  }
}
