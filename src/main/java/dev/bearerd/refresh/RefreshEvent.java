package dev.bearerd.refresh;

import dev.bearerd.token.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What happened to a provider; for logs and metrics. Holds tokens, which listeners never show. */
public sealed interface RefreshEvent {

  String provider();

  /** A token of an earlier run is still good. */
  record Resumed(String provider, Token token, Instant nextFetch) implements RefreshEvent {}

  /**
   * The server gave a token.
   *
   * @param unchanged whether it is the very token that was in hand already
   */
  record Refreshed(
      String provider, Token token, boolean unchanged, Duration took, Instant nextFetch)
      implements RefreshEvent {}

  /**
   * No token came.
   *
   * @param runway for how long every reader has a valid token; empty where one has none
   */
  record RefreshFailed(
      String provider, Failure failure, Optional<Duration> runway, Duration took, Instant nextFetch)
      implements RefreshEvent {}

  /**
   * A target holds the current token.
   *
   * @param written false where it held that token already
   * @param failures attempts that had failed before
   */
  record Published(String provider, String target, boolean written, int failures)
      implements RefreshEvent {}

  /** A target still holds what it held before. */
  record PublishFailed(String provider, String target, String reason, Instant nextTry)
      implements RefreshEvent {}

  /** The journal could not be read or written; tokens are published all the same. */
  record JournalFailed(String provider, String reason) implements RefreshEvent {}

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
