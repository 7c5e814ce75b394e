package dev.bearerd.shard;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.ClusterException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The Leases of an API server that the test makes fail. */
final class FakeLeases implements Leases {
  private final Map<Integer, Lease> leases = new TreeMap<>();
  private int version;
  private boolean down;
  private Runnable onRead = () -> {};
  private Runnable onUpdate = () -> {};
  private int updates;

  @Override
  public Optional<Lease> read(int shard) {
    onRead.run();
    answer();
    return Optional.ofNullable(leases.get(shard));
  }

  @Override
  public Lease create(Lease lease) {
    answer();
    if (leases.containsKey(lease.shard())) {
      throw ClusterException.of(Kind.CONFLICT, "there is one");
    }
    return put(lease);
  }

  @Override
  public Lease update(Lease lease) {
    updates++;
    onUpdate.run();
    answer();
    var found =
        Optional.ofNullable(leases.get(lease.shard()))
            .orElseThrow(() -> ClusterException.of(Kind.NOT_FOUND, "there is no Lease"));
    if (!found.version().equals(lease.version())) {
      throw ClusterException.of(Kind.CONFLICT, "it was changed");
    }
    return put(lease);
  }

  /** Somebody holds it who does nothing. */
  void heldBy(int shard, String holder, Instant renewedAt) {
    put(
        new Lease(
            shard,
            "",
            Optional.of(holder),
            1,
            Duration.ofSeconds(9),
            renewedAt,
            renewedAt,
            Optional.empty()));
  }

  void delete(int shard) {
    leases.remove(shard);
  }

  /** Happens at each read. */
  void onRead(Runnable action) {
    onRead = action;
  }

  /** Happens at each update. */
  void onUpdate(Runnable action) {
    onUpdate = action;
  }

  int updates() {
    return updates;
  }

  void down(boolean isDown) {
    down = isDown;
  }

  private Lease put(Lease lease) {
    version++;
    var written =
        new Lease(
            lease.shard(),
            "" + version,
            lease.holder(),
            lease.transitions(),
            lease.duration(),
            lease.takenAt(),
            lease.renewedAt(),
            lease.wantedBy());
    leases.put(lease.shard(), written);
    return written;
  }

  private void answer() {
    if (down) {
      throw ClusterException.of(Kind.UNREACHABLE, "no answer from the API server");
    }
  }
}
