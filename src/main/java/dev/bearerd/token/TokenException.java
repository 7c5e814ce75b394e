package dev.bearerd.token;

import java.time.Duration;
import java.util.Optional;

/**
 * No token was obtained. The message is one line for the operator, lower case, without a secret;
 * the kind decides when the next attempt is made.
 */
public final class TokenException extends RuntimeException {

  /** What a failure means for the next attempt. */
  public enum Kind {
    /** May pass by itself: no connection, timeout, 5xx, 429, a proxy's page, an unreadable file. */
    TRANSIENT,
    /** The server understood and said no: an OAuth error (RFC 6749 section 5.2). */
    REJECTED,
    /** A 2xx answer without a usable token. */
    MALFORMED
  }

  private final String message;
  private final transient Kind kind;
  private final transient boolean hostAffected;
  private final transient Optional<Duration> retryAfter;

  private TokenException(
      Kind kind, boolean hostAffected, Optional<Duration> retryAfter, String message) {
    super(message);
    this.message = message;
    this.kind = kind;
    this.hostAffected = hostAffected;
    this.retryAfter = retryAfter;
  }

  /** Something on this machine stood in the way; the server was not asked. */
  public static TokenException local(String message) {
    return new TokenException(Kind.TRANSIENT, false, Optional.empty(), message);
  }

  /** The host did not answer, or said that it cannot serve anybody now. */
  public static TokenException hostDown(String message) {
    return new TokenException(Kind.TRANSIENT, true, Optional.empty(), message);
  }

  /**
   * The host asked for a pause.
   *
   * @param pause from the answer's Retry-After (RFC 9110 section 10.2.3)
   */
  public static TokenException hostBusy(String message, Optional<Duration> pause) {
    return new TokenException(Kind.TRANSIENT, true, pause, message);
  }

  /** An answer that says nothing about the credentials and nothing about the host as a whole. */
  public static TokenException transientAnswer(String message) {
    return new TokenException(Kind.TRANSIENT, false, Optional.empty(), message);
  }

  /** The server refused the credentials or the request. */
  public static TokenException rejected(String message) {
    return new TokenException(Kind.REJECTED, false, Optional.empty(), message);
  }

  /** The server answered with success, but not with a token that readers could use. */
  public static TokenException malformed(String message) {
    return new TokenException(Kind.MALFORMED, false, Optional.empty(), message);
  }

  @Override
  public String getMessage() {
    return message;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether other providers of the same host must expect the same failure. */
  public boolean hostAffected() {
    return hostAffected;
  }

  /** How long the server asks every client to wait, where it said so. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
