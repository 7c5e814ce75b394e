package dev.bearerd.shard;

import dev.bearerd.journal.Entry;
import dev.bearerd.journal.Journal;
import dev.bearerd.journal.JournalException;
import dev.bearerd.kubernetes.ClusterException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The journals of all shards, for a command that holds none: it may ask for a token of its own
 * where no replica holds the shard, and read everywhere.
 */
final class ShardedJournal implements Journal {
  private final Sharding sharding;
  private final List<Journal> journals;
  private final Leases leases;
  private final InstantSource clock;

  /**
   * @param journals by shard
   */
  ShardedJournal(Sharding sharding, List<Journal> journals, Leases leases, InstantSource clock) {
    this.sharding = sharding;
    this.journals = List.copyOf(journals);
    this.leases = leases;
    this.clock = clock;
  }

  @Override
  public Optional<Entry> load(String provider) {
    return of(provider).load(provider);
  }

  /** No refresh token is used that may be a replica's: also where the Lease cannot be read. */
  @Override
  public void store(String provider, Entry entry) {
    if (entry.asking().isPresent()) {
      requireFree(provider);
    }
    of(provider).store(provider, entry);
  }

  @Override
  public void remove(String provider) {
    of(provider).remove(provider);
  }

  /** Empty while a replica holds the provider's shard, by the clock of this machine. */
  @Override
  public Optional<Hold> hold(String provider) {
    try {
      var lease = leases.read(sharding.shardOf(provider));
      var hold = of(provider).hold(provider); // which looks for what the replica has written
      return lease.filter(this::isHeld).isPresent() ? Optional.empty() : hold;
    } catch (ClusterException e) {
      throw new JournalException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void probe() {
    journals.forEach(Journal::probe);
  }

  private void requireFree(String provider) {
    var shard = sharding.shardOf(provider);
    try {
      if (leases.read(shard).filter(this::isHeld).isPresent()) {
        throw JournalException.forbidding(
            "a replica holds shard %d, and so %s".formatted(shard, provider));
      }
    } catch (ClusterException e) {
      throw JournalException.forbidding(
          "cannot see who holds shard %d: %s".formatted(shard, e.getMessage()));
    }
  }

  private Journal of(String provider) {
    return journals.get(sharding.shardOf(provider));
  }

  private boolean isHeld(Lease lease) {
    return lease.holder().isPresent()
        && lease.renewedAt().plus(lease.duration()).isAfter(clock.instant());
  }
}
