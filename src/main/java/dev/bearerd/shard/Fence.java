package dev.bearerd.shard;

import java.util.function.BooleanSupplier;

/**
 * What tells a shard's holder from those before it.
 *
 * @param number of its Lease's transitions; greater than that of every holder before
 * @param holds whether the Lease is its own at this moment, by its own clock
 */
public record Fence(long number, BooleanSupplier holds) {}
