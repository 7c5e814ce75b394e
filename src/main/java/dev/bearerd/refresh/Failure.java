package dev.bearerd.refresh;

import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Kind;
import dev.bearerd.token.TokenException.Reach;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The last failed attempt to get a token.
 *
 * @param message one line for the operator
 * @param repeats failures of this kind in a row, from 1
 * @param refusals by the server since the last success, whatever failed in between
 * @param mayBeCredentials whether another secret may be all that it takes
 */
public record Failure(
    Kind kind, String message, Instant at, int repeats, int refusals, boolean mayBeCredentials) {

  /** A failure, after the one before. */
  static Failure of(TokenException e, Instant at, Optional<Failure> before) {
    var isRefusal = e.kind() == Kind.REJECTED && e.reach() == Reach.ANSWERED;
    var repeats = before.filter(f -> f.kind() == e.kind()).map(Failure::repeats).orElse(0);
    var refusals = before.map(Failure::refusals).orElse(0);
    var mayBeCredentials = isRefusal || e.reach() == Reach.NOT_ASKED;
    return new Failure(
        e.kind(),
        e.getMessage(),
        at,
        repeats + 1,
        isRefusal ? refusals + 1 : refusals,
        mayBeCredentials);
  }

  Failure shifted(Duration step) {
    return new Failure(kind, message, at.plus(step), repeats, refusals, mayBeCredentials);
  }
}
