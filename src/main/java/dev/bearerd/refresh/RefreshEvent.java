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
}
