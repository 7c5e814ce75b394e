package dev.bearerd.refresh;

import java.time.Duration;

/** Waits that double from one failure to the next. */
record Backoff(Duration first, Duration longest) {

  /**
   * The wait after a failure.
   *
   * @param failures in a row, from 1
   */
  Duration after(int failures) {
    var wait = first;
    for (var i = 1; i < failures && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
