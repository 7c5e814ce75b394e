package dev.bearerd.shard;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.ClusterException.Kind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The Leases that a replica holds. What was not renewed in time it holds no longer, by a clock that
 * nobody sets, before anybody else may take it. {@link #expire()}, {@link #holds} and the looks at
 * what is held are for any thread; the rest is for one at a time.
 */
final class HeldLeases {
  /** For that long a Lease is trusted; the rest is for clocks and for what must be stopped. */
  static final Duration TRUSTED = Duration.ofSeconds(6);

  /**
   * A Lease that is held.
   *
   * @param renewedAt by the uptime, when the request was sent
   * @param endedAt when its work was told to end, as it is to be given up
   */
  record Held(Lease lease, Duration renewedAt, Optional<Duration> endedAt) {
    private Held with(Lease renewed, Duration at) {
      return new Held(renewed, at, endedAt);
    }

    private Held ended(Duration at) {
      return new Held(lease, renewedAt, Optional.of(at));
    }

    private boolean isTrusted(Duration now) {
      return now.minus(renewedAt).compareTo(TRUSTED) < 0;
    }
  }

  private final Leases leases;
  private final Replica.Work work;
  private final InstantSource clock;
  private final Supplier<Duration> uptime;
  private final Map<Integer, Held> held = new ConcurrentHashMap<>();

  HeldLeases(Leases leases, Replica.Work work, InstantSource clock, Supplier<Duration> uptime) {
    this.leases = leases;
    this.work = work;
    this.clock = clock;
    this.uptime = uptime;
  }

  /**
   * It was taken.
   *
   * @param asked by the uptime, when the request was sent
   */
  void add(Lease taken, Duration asked) {
    held.put(taken.shard(), new Held(taken, asked, Optional.empty()));
  }

  Optional<Held> get(int shard) {
    return Optional.ofNullable(held.get(shard));
  }

  List<Integer> shards() {
    return held.keySet().stream().sorted().toList();
  }

  /** Those whose work was not told to end. */
  List<Integer> working() {
    return shards().stream()
        .filter(shard -> get(shard).filter(mine -> mine.endedAt().isEmpty()).isPresent())
        .toList();
  }

  /** Those that were not renewed for so long. */
  List<Integer> olderThan(Duration age) {
    var now = uptime.get();
    return shards().stream()
        .filter(s -> get(s).filter(h -> now.minus(h.renewedAt()).compareTo(age) >= 0).isPresent())
        .toList();
  }

  /** Whether it is held by this number of transitions, at this moment. */
  boolean holds(int shard, long number) {
    return get(shard)
        .filter(mine -> mine.lease().transitions() == number && mine.isTrusted(uptime.get()))
        .isPresent();
  }

  /** Ends the work on what may be somebody else's soon. */
  void expire() {
    var now = uptime.get();
    held.forEach(
        (shard, mine) -> {
          if (!mine.isTrusted(now)) {
            lose(shard, mine);
          }
        });
  }

  /** Tells that it is still wanted here; ends its work where it is somebody else's already. */
  void renew(int shard) {
    get(shard).ifPresent(mine -> renew(shard, mine));
  }

  /** A connection that is dead is noticed by one request. */
  private void renew(int shard, Held mine) {
    try {
      renewOnce(shard, mine);
    } catch (ClusterException e) {
      if (e.kind() != Kind.UNREACHABLE) {
        throw e;
      }
      renewOnce(shard, mine);
    }
  }

  private void renewOnce(int shard, Held mine) {
    var asked = uptime.get();
    try {
      replace(shard, mine, mine.with(leases.update(mine.lease().renewed(clock.instant())), asked));
    } catch (ClusterException e) {
      if (e.kind() != Kind.CONFLICT && e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
      renewAnew(shard, mine);
    }
  }

  /** Somebody has changed the Lease: it may be lost, or only be wanted. */
  private void renewAnew(int shard, Held mine) {
    var asked = uptime.get();
    var found = leases.read(shard).filter(now -> isSame(now, mine.lease()));
    if (found.isPresent()) {
      var renewed = leases.update(found.get().renewed(clock.instant()));
      replace(shard, mine, mine.with(renewed, asked));
    } else {
      lose(shard, mine);
    }
  }

  private static boolean isSame(Lease found, Lease mine) {
    return found.holder().equals(mine.holder()) && found.transitions() == mine.transitions();
  }

  /** Ends its work, so that it can be given up when nothing is under way any more. */
  void end(int shard, Held mine) {
    if (held.replace(shard, mine, mine.ended(uptime.get()))) {
      work.end(shard, Replica.Reason.GIVEN_UP);
    }
  }

  /** Whoever wants it does not get it. */
  void refuse(int shard, Held mine) {
    var refused = leases.update(mine.lease().wantedBy(Optional.empty()));
    replace(shard, mine, mine.with(refused, mine.renewedAt()));
  }

  /** For others to take, unless it was lost meanwhile; nothing of it may be under way. */
  void giveUp(int shard) {
    get(shard)
        .filter(mine -> held.remove(shard, mine))
        .ifPresent(given -> leases.update(given.lease().givenUp()));
  }

  /** Its work has begun, and it is not held any more. */
  void drop(int shard) {
    held.remove(shard);
    work.end(shard, Replica.Reason.LOST);
  }

  /** Unless it was lost meanwhile. */
  private void replace(int shard, Held before, Held after) {
    held.replace(shard, before, after);
  }

  private void lose(int shard, Held mine) {
    if (held.remove(shard, mine)) {
      work.end(shard, Replica.Reason.LOST);
    }
  }
}
