package dev.bearerd.token;

import java.time.Duration;
import java.util.Optional;

/**
 * What a token request brought.
 *
 * @param holdings in place of those that the request was made with
 * @param clockSkew by how much the server's clock is ahead of the local one, negative where it is
 *     behind; empty where the server did not tell the time
 * @param pause for how long the server wants no further request from anybody here
 */
public record Answer(
    Token token, Holdings holdings, Optional<Duration> clockSkew, Optional<Duration> pause) {

  /** An answer of which only the token matters. */
  public static Answer of(Token token) {
    return new Answer(token, Holdings.NOTHING, Optional.empty(), Optional.empty());
  }

  public Answer withHoldings(Holdings changed) {
    return new Answer(token, changed, clockSkew, pause);
  }
}
