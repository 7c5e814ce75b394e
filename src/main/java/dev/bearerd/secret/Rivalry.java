package dev.bearerd.secret;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Notices somebody who alters a Secret as often as it is put back, so that the two do not go on for
 * ever. Safe for threads.
 */
final class Rivalry {
  private static final int TOO_OFTEN = 3;
  private static final Duration WITHIN = Duration.ofMinutes(1);

  private record Alteration(String by, Instant at) {}

  private final InstantSource clock;
  private volatile List<Alteration> recent = List.of();
  private volatile boolean given;

  Rivalry(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether what others do is left until the next renewal. */
  boolean isGivenUp() {
    return given;
  }

  /**
   * What somebody did is put back.
   *
   * @return whether it was once too often
   */
  synchronized boolean putBack(String by) {
    var now = clock.instant();
    recent =
        Stream.concat(recent.stream(), Stream.of(new Alteration(by, now)))
            .filter(alteration -> alteration.at().isAfter(now.minus(WITHIN)))
            .toList();
    given = recent.stream().filter(a -> a.by().equals(by)).count() >= TOO_OFTEN;
    return given;
  }

  /** A renewal has found what was published before. */
  synchronized void end() {
    recent = List.of();
    given = false;
  }
}
