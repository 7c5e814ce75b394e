package dev.bearerd.shard;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who holds a shard, as all replicas see it.
 *
 * @param version by which somebody else's change is noticed
 * @param holder empty where it was given up
 * @param transitions how often it was taken; once more also where its last holder takes it again
 * @param takenAt by the holder's clock; for people
 * @param renewedAt by the holder's clock; nobody else goes by it
 * @param wantedBy the replica that has asked its holder for it
 */
record Lease(
    int shard,
    String version,
    Optional<String> holder,
    long transitions,
    Duration duration,
    Instant takenAt,
    Instant renewedAt,
    Optional<String> wantedBy) {

  /** One that nobody has made yet. */
  static Lease unmade(int shard) {
    return new Lease(
        shard,
        "",
        Optional.empty(),
        0,
        Duration.ZERO,
        Instant.EPOCH,
        Instant.EPOCH,
        Optional.empty());
  }

  /**
   * Somebody else's no longer.
   *
   * @param lasting for how long it is the taker's, whatever it was for the holder before
   */
  Lease takenBy(String replica, long number, Duration lasting, Instant now) {
    return new Lease(
        shard, version, Optional.of(replica), number, lasting, now, now, Optional.empty());
  }

  Lease renewed(Instant now) {
    return with(holder, now, wantedBy);
  }

  Lease wantedBy(Optional<String> replica) {
    return with(holder, renewedAt, replica);
  }

  Lease givenUp() {
    return with(Optional.empty(), renewedAt, wantedBy);
  }

  private Lease with(Optional<String> by, Instant renewed, Optional<String> wanted) {
    return new Lease(shard, version, by, transitions, duration, takenAt, renewed, wanted);
  }
}
