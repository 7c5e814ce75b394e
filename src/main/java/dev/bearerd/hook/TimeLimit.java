package dev.bearerd.hook;

import java.time.Duration;

/** How long a hook may take, above zero; prints as it is written in the configuration. */
record TimeLimit(Duration duration) {
  TimeLimit {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("a time limit must be above 0");
    }
  }

  long nanos() {
    return duration.toNanos();
  }

  @Override
  public String toString() {
    var millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
