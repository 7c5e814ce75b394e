package dev.bearerd.journal;

import java.time.Instant;

/**
 * That a secret was refused, whose account may be locked for it.
 *
 * @param count since the last success
 * @param last when that was
 */
public record Refusals(int count, Instant last) {}
