/**
 * Providers shared among replicas: a Lease for each shard, and a journal in Secrets that obeys its
 * holder alone.
 */
@NullMarked
package dev.bearerd.shard;

import org.jspecify.annotations.NullMarked;
