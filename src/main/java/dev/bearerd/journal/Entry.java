package dev.bearerd.journal;

import dev.bearerd.token.Holdings;
import dev.bearerd.token.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a provider.
 *
 * @param identity of the configuration by which all this was obtained
 * @param token the last one, maybe expired
 * @param holdings what the next request is made with
 * @param asking since when a request has been under way that may use up a refresh token; empty when
 *     its answer has been stored
 * @param refusals of a password, since the last success
 * @param heldUntil until when the host wants no request from anybody here
 * @param announced whether the hooks have heard of the token
 */
public record Entry(
    String identity,
    Optional<Token> token,
    Holdings holdings,
    Optional<Instant> asking,
    Optional<Refusals> refusals,
    Optional<Instant> heldUntil,
    boolean announced) {

  /** Before anything is known. */
  public static Entry blank(String identity) {
    return new Entry(
        identity,
        Optional.empty(),
        Holdings.NOTHING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true);
  }

  /** A request is about to be sent. */
  public Entry asking(Instant since) {
    return new Entry(identity, token, holdings, Optional.of(since), refusals, heldUntil, announced);
  }

  /**
   * A request has failed, and brought this all the same. Where that is no refresh token, nobody
   * knows whether the one that was sent is used up.
   */
  public Entry holding(Holdings saved) {
    var known = !saved.refreshTokens().equals(holdings.refreshTokens());
    return new Entry(
        identity, token, saved, known ? Optional.empty() : asking, refusals, heldUntil, announced);
  }

  /**
   * A request has brought a token.
   *
   * @param told whether no hook needs to hear of it
   */
  public Entry answered(Token brought, Holdings next, boolean told) {
    return new Entry(
        identity, Optional.of(brought), next, Optional.empty(), Optional.empty(), heldUntil, told);
  }

  /** A password was refused. */
  public Entry refused(Refusals now) {
    return new Entry(identity, token, holdings, asking, Optional.of(now), heldUntil, announced);
  }

  /** The host has asked for a pause. */
  public Entry held(Instant until) {
    return new Entry(identity, token, holdings, asking, refusals, Optional.of(until), announced);
  }

  /** All hooks have heard. */
  public Entry told() {
    return new Entry(identity, token, holdings, asking, refusals, heldUntil, true);
  }

  /** The same on a clock that was set. */
  public Entry shifted(Duration step) {
    return new Entry(
        identity,
        token.map(t -> t.shifted(step)),
        holdings,
        asking.map(at -> at.plus(step)),
        refusals,
        heldUntil.map(at -> at.plus(step)),
        announced);
  }
}
