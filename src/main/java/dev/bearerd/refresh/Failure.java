package dev.bearerd.refresh;

import dev.bearerd.token.TokenException.Kind;
import java.time.Instant;

/**
 * The last failed attempt to get a token.
 *
 * @param message one line for the operator
 * @param repeats failures of this kind in a row, from 1
 */
public record Failure(Kind kind, String message, Instant at, int repeats) {}
