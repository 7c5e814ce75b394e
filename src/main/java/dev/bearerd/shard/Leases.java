package dev.bearerd.shard;

import dev.bearerd.kubernetes.ClusterException;
import java.util.Optional;

/** The Leases of the shards, as the API server has them. */
interface Leases {

  /** Empty where nobody has made it yet. */
  Optional<Lease> read(int shard);

  /**
   * Makes it.
   *
   * @throws ClusterException a conflict where there is one already
   */
  Lease create(Lease lease);

  /**
   * Writes it in place of the one of its version.
   *
   * @throws ClusterException a conflict where it has another version
   */
  Lease update(Lease lease);
}
