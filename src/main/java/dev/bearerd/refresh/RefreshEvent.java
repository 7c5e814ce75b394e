package dev.bearerd.refresh;

import dev.bearerd.token.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened; for logs and metrics. Holds tokens, which listeners never show. */
public sealed interface RefreshEvent {

  /** A token of an earlier run, or of another process, is still good. */
  record Resumed(String provider, Token token, Instant nextFetch) implements RefreshEvent {}

  /**
   * The server gave a token.
   *
   * @param unchanged whether it is the very token that was in hand already
   * @param clockSkew by how much the server's clock is ahead of the local one
   */
  record Refreshed(
      String provider,
      Token token,
      boolean unchanged,
      Duration took,
      Instant nextFetch,
      Optional<Duration> clockSkew)
      implements RefreshEvent {}

  /**
   * No token came.
   *
   * @param runway for how long every reader has a valid token; empty where one has none
   * @param nextFetch empty where no token is asked for until another secret is given
   */
  record RefreshFailed(
      String provider,
      Failure failure,
      Optional<Duration> runway,
      Duration took,
      Optional<Instant> nextFetch)
      implements RefreshEvent {}

  /**
   * The server gives less than what was asked for.
   *
   * @param missing the scopes that it does not name
   */
  record ScopeNarrowed(String provider, List<String> missing) implements RefreshEvent {}

  /** A secret that may have been the cause of failures has changed; a token is asked for. */
  record CredentialsChanged(String provider) implements RefreshEvent {}

  /**
   * The token has ended and no other is there.
   *
   * @param removed whether readers are to find nothing
   */
  record Expired(String provider, Token token, boolean removed) implements RefreshEvent {}

  /** A target holds the current token. */
  record Published(String provider, String target, boolean written, int failures)
      implements RefreshEvent {}

  /**
   * A target holds again what somebody else had taken away.
   *
   * @param why who had done what
   */
  record Repaired(String provider, String target, String why) implements RefreshEvent {}

  /** What others do to a target is noticed at the next publication only. */
  record Unwatched(String provider, String target, String reason) implements RefreshEvent {}

  /** A target holds nothing any more. */
  record Removed(String provider, String target) implements RefreshEvent {}

  /** A target still holds what it held before. */
  record PublishFailed(String provider, String target, Attempts attempts) implements RefreshEvent {}

  /** What is published there was to be removed, and is left. */
  record RemovalFailed(String provider, String target, String reason) implements RefreshEvent {}

  /**
   * The server knows that what was dropped is of no use any more.
   *
   * @param what refresh token or access token
   */
  record Revoked(String provider, String what) implements RefreshEvent {}

  /** What was dropped may still be good; it is not tried again. */
  record RevocationFailed(String provider, String what, String reason) implements RefreshEvent {}

  /**
   * A hook has heard of a token.
   *
   * @param failures attempts that had failed before
   * @param output without secrets
   */
  record HookRan(String provider, String hook, int failures, List<String> output)
      implements RefreshEvent {}

  /**
   * A hook has failed; what was published stands.
   *
   * @param output without secrets
   */
  record HookFailed(String provider, String hook, Attempts attempts, List<String> output)
      implements RefreshEvent {}

  /** The journal could not be read, or what it holds could not be understood. */
  record JournalUnreadable(String provider, String reason) implements RefreshEvent {}

  /** The journal could not be written; tokens are published all the same. */
  record JournalFailed(String provider, Attempts attempts, boolean holdsRefreshToken)
      implements RefreshEvent {}

  /** The journal holds everything again. */
  record JournalRecovered(String provider, int failures) implements RefreshEvent {}

  /** Whoever goes on with the provider lacks the refresh token of the last answer. */
  record RefreshTokenLost(String provider, String reason) implements RefreshEvent {}

  /** The clock was set, forward or, if negative, back. */
  record ClockStepped(Duration step) implements RefreshEvent {}

  /**
   * No provider of a host is asked, but for a probe now and then.
   *
   * @param provider whose request was the last to fail
   */
  record HostDown(String provider, String host) implements RefreshEvent {}

  /**
   * A host that was down has answered.
   *
   * @param provider that was answered
   */
  record HostBack(String provider, String host, Instant downSince) implements RefreshEvent {}

  /**
   * A host has asked for a pause, which all of its providers keep.
   *
   * @param provider that was told so
   */
  record HostHeld(String provider, String host, Instant until) implements RefreshEvent {}
}
