package dev.bearerd.kit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Time as the processes of this machine had it. While a machine that is shared with others stands
 * still, nobody can be on time: a bound in seconds is one of the time that there was. Safe for
 * threads.
 */
public final class MachineTime {
  private static final Duration BEAT = Duration.ofMillis(10);

  /** So long a thread waits for its turn on a machine that is only busy. */
  private static final Duration TURN = Duration.ofMillis(50);

  private static final MachineTime MACHINE = beating();

  private final List<Gap> gaps = new ArrayList<>();
  private Instant last;

  private record Gap(Instant from, Instant to) {
    boolean isUsual() {
      return length().compareTo(TURN) <= 0;
    }

    Duration length() {
      return Duration.between(from, to);
    }

    /** What of it lies between two moments. */
    Duration within(Instant start, Instant end) {
      var first = from.isAfter(start) ? from : start;
      var last = to.isBefore(end) ? to : end;
      return first.isBefore(last) ? Duration.between(first, last) : Duration.ZERO;
    }
  }

  MachineTime(Instant start) {
    last = start;
  }

  /** How much time processes had from one moment to another one, which is no later than now. */
  public static Duration between(Instant from, Instant to) {
    return Duration.between(from, to).minus(lost(from, to));
  }

  /** How long the machine stood still from one moment to another one. */
  public static Duration lost(Instant from, Instant to) {
    return MACHINE.lost(from, to, Instant.now());
  }

  /** How much time processes have had since a moment. */
  public static Duration since(Instant from) {
    return between(from, Instant.now());
  }

  /** Notes that the machine runs. */
  synchronized void beat(Instant now) {
    var gap = new Gap(last, now);
    if (!gap.isUsual()) {
      gaps.add(gap);
    }
    last = now;
  }

  /** The moment itself may be the end of a gap: who asks may run before the beat does. */
  synchronized Duration lost(Instant from, Instant to, Instant now) {
    var recent = new Gap(last, now);
    var ended =
        gaps.stream().map(gap -> gap.within(from, to)).reduce(Duration.ZERO, Duration::plus);
    return recent.isUsual() ? ended : ended.plus(recent.within(from, to));
  }

  private static MachineTime beating() {
    var time = new MachineTime(Instant.now());
    var thread = new Thread(time::beatOn, "machine-time");
    thread.setDaemon(true);
    thread.start();
    return time;
  }

  private void beatOn() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(BEAT.toMillis());
        beat(Instant.now());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
