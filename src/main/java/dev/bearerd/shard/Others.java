package dev.bearerd.shard;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Leases that this replica does not hold, as it has seen them. A holder lives as long as its
 * Lease is seen to change; what it says of the time counts for nothing. Used by one thread.
 */
final class Others {

  /**
   * A shard that nobody holds.
   *
   * @param lease empty where nobody has made it yet
   * @param since by the uptime of this machine
   */
  record Free(int shard, Optional<Lease> lease, Duration since) {}

  /**
   * @param since when it was first seen to be as it is
   */
  private record Seen(int shard, Optional<Lease> lease, Duration since) {
    Duration freeSince() {
      return lease
          .filter(l -> l.holder().isPresent())
          .map(l -> since.plus(l.duration()))
          .orElse(since);
    }

    boolean isFree(Duration now) {
      return freeSince().compareTo(now) <= 0;
    }

    Optional<Pulse> pulse() {
      return lease.map(l -> new Pulse(l.holder(), l.transitions(), l.renewedAt()));
    }
  }

  /** What only a holder changes. */
  private record Pulse(Optional<String> holder, long transitions, Instant renewedAt) {}

  private final Map<Integer, Seen> seen = new TreeMap<>();

  void see(int shard, Optional<Lease> lease, Duration now) {
    var before = Optional.ofNullable(seen.get(shard));
    var next = new Seen(shard, lease, now);
    var since = before.filter(b -> b.pulse().equals(next.pulse())).map(Seen::since).orElse(now);
    seen.put(shard, new Seen(shard, lease, since));
  }

  /** It is ours now, or nobody knows. */
  void forget(int shard) {
    seen.remove(shard);
  }

  List<Free> free(Duration now) {
    return seen.values().stream()
        .filter(one -> one.isFree(now))
        .map(one -> new Free(one.shard(), one.lease(), one.freeSince()))
        .toList();
  }

  /** The Leases of holders that live. */
  List<Lease> live(Duration now) {
    return seen.values().stream()
        .filter(one -> !one.isFree(now))
        .flatMap(one -> one.lease().stream())
        .toList();
  }

  /** The Lease of a shard whose holder lives. */
  Optional<Lease> live(int shard, Duration now) {
    return live(now).stream().filter(lease -> lease.shard() == shard).findFirst();
  }

  /** Whether a replica waits for a shard that it has asked for. */
  boolean isWantedBy(String replica, Duration now) {
    return live(now).stream().anyMatch(lease -> lease.wantedBy().equals(Optional.of(replica)));
  }

  /** A Lease of whoever has most, and at least so many; one that nobody has asked for. */
  Optional<Lease> ofTheBusiest(int least, Duration now) {
    var loads = loads(now);
    return live(now).stream()
        .filter(lease -> lease.wantedBy().isEmpty())
        .filter(lease -> load(loads, lease) >= least)
        .max(Comparator.comparing(lease -> load(loads, lease)));
  }

  private static long load(Map<String, Long> loads, Lease lease) {
    return lease.holder().map(holder -> loads.getOrDefault(holder, 0L)).orElse(0L);
  }

  /** How many shards each holder that lives has. */
  private Map<String, Long> loads(Duration now) {
    return live(now).stream()
        .flatMap(lease -> lease.holder().stream())
        .collect(Collectors.groupingBy(holder -> holder, TreeMap::new, Collectors.counting()));
  }

  /** How many replicas are known to live, with these. */
  int replicas(Duration now, String... besides) {
    var all = Stream.concat(loads(now).keySet().stream(), Stream.of(besides));
    return (int) all.distinct().count();
  }
}
