package dev.bearerd.kubernetes;

import dev.bearerd.hook.Hook;
import dev.bearerd.hook.HookException;
import dev.bearerd.hook.Occasion;
import dev.bearerd.kubernetes.ClusterException.Kind;
import dev.bearerd.kubernetes.Workloads.LastRestart;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Restarts a workload that cannot read its token anew. Restarts of one workload have a pause
 * between them, whoever they were made by, and one serves all who have asked for it until then. A
 * restart that is too early is postponed, never dropped.
 */
public final class RolloutHook implements Hook {
  /** For how long others may join: at a start all providers publish within seconds. */
  static final Duration GATHERING = Duration.ofSeconds(5);

  static final Duration PAUSE = Duration.ofMinutes(1);

  private static final Duration AFTER_CONFLICT = Duration.ofSeconds(1);

  private final Workload workload;
  private final Workloads workloads;
  private final InstantSource clock;
  private volatile Optional<Wish> wish = Optional.empty();

  /**
   * A restart that is wanted.
   *
   * @param since when the first token was published that it has to serve
   * @param newest when the last one was
   */
  private record Wish(Occasion occasion, Instant since, Instant newest) {
    Wish renewed(Occasion later, Instant now) {
      return occasion.equals(later) ? this : new Wish(later, since, now);
    }
  }

  public RolloutHook(Workload workload, Workloads workloads, InstantSource clock) {
    this.workload = workload;
    this.workloads = workloads;
    this.clock = clock;
  }

  @Override
  public String description() {
    return "rollout " + workload;
  }

  @Override
  public List<String> run(Occasion occasion) {
    var now = clock.instant();
    var wanted =
        wish.filter(earlier -> !earlier.since().isAfter(now)) // else the clock was set back
            .map(earlier -> earlier.renewed(occasion, now))
            .orElseGet(() -> new Wish(occasion, now, now));
    wish = Optional.of(wanted);
    postponeUntil(wanted.since().plus(GATHERING), now);
    try {
      restart(wanted, now);
    } catch (ClusterException e) {
      throw e.kind() == Kind.CONFLICT
          ? HookException.postponed(now.plus(AFTER_CONFLICT))
          : new HookException(e.getMessage());
    }
    wish = Optional.empty();
    return List.of();
  }

  private void restart(Wish wanted, Instant now) {
    var last = workloads.lastRestart(workload);
    var at = believable(last, now);
    if (at.filter(wanted.newest()::isBefore).isPresent()) {
      return; // by somebody else, and for all tokens that this one is for
    }
    at.ifPresent(time -> postponeUntil(time.plus(PAUSE), now));
    workloads.restart(workload, last, now);
  }

  /** A time that is still to come, by a clock that is wrong, would stop all restarts until then. */
  private static Optional<Instant> believable(LastRestart last, Instant now) {
    return last.at().filter(time -> !time.isAfter(now));
  }

  private static void postponeUntil(Instant time, Instant now) {
    if (now.isBefore(time)) {
      throw HookException.postponed(time);
    }
  }
}
