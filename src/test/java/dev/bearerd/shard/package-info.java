/** Replicas without a cluster: Leases and journals, with fakes and a manual clock. */
@NullMarked
package dev.bearerd.shard;

import org.jspecify.annotations.NullMarked;
