package dev.bearerd.refresh;

import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Reach;
import java.time.Duration;
import java.util.Optional;

/**
 * What the end of a fetch tells of its host.
 *
 * @param reach how far the request came
 * @param pause that the host asks for
 */
record Outcome(Reach reach, Optional<Duration> pause) {

  /** The host was not asked: another process had done so, or it was not the moment. */
  static final Outcome NOT_ASKED = new Outcome(Reach.NOT_ASKED, Optional.empty());

  static Outcome of(TokenException failure) {
    return new Outcome(failure.reach(), failure.retryAfter());
  }

  static Outcome answered(Optional<Duration> pause) {
    return new Outcome(Reach.ANSWERED, pause);
  }
}
