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

  /** How far a request came, which tells what other providers of the host may expect. */
  public enum Reach {
    /** Something on this machine stood in the way; the host was not asked. */
    NOT_ASKED,
    /** There was no connection: nobody can ask this host now. */
    UNREACHED,
    /** No whole answer, a 5xx or a request for a pause: one endpoint has trouble, or all. */
    STRAINED,
    /** The host is up. */
    ANSWERED
  }

  private final String message;
  private final transient Kind kind;
  private final transient Reach reach;
  private final transient Optional<Duration> retryAfter;

  private TokenException(Kind kind, Reach reach, Optional<Duration> retryAfter, String message) {
    super(message);
    this.message = message;
    this.kind = kind;
    this.reach = reach;
    this.retryAfter = retryAfter;
  }

  /** Something on this machine stood in the way; the server was not asked. */
  public static TokenException local(String message) {
    return new TokenException(Kind.TRANSIENT, Reach.NOT_ASKED, Optional.empty(), message);
  }

  /** There was no connection to the host. */
  public static TokenException hostDown(String message) {
    return new TokenException(Kind.TRANSIENT, Reach.UNREACHED, Optional.empty(), message);
  }

  /** There was a connection, and no whole answer. */
  public static TokenException noAnswer(String message) {
    return new TokenException(Kind.TRANSIENT, Reach.STRAINED, Optional.empty(), message);
  }

  /**
   * The server said that it cannot serve this request now.
   *
   * @param pause from the answer's Retry-After (RFC 9110 section 10.2.3)
   */
  public static TokenException hostBusy(String message, Optional<Duration> pause) {
    return new TokenException(Kind.TRANSIENT, Reach.STRAINED, pause, message);
  }

  /** An answer that says nothing about the credentials and nothing about the host as a whole. */
  public static TokenException transientAnswer(String message) {
    return new TokenException(Kind.TRANSIENT, Reach.ANSWERED, Optional.empty(), message);
  }

  /** The server refused the credentials or the request. */
  public static TokenException rejected(String message) {
    return new TokenException(Kind.REJECTED, Reach.ANSWERED, Optional.empty(), message);
  }

  /** The server answered with success, but not with a token that readers could use. */
  public static TokenException malformed(String message) {
    return new TokenException(Kind.MALFORMED, Reach.ANSWERED, Optional.empty(), message);
  }

  @Override
  public String getMessage() {
    return message;
  }

  public Kind kind() {
    return kind;
  }

  public Reach reach() {
    return reach;
  }

  /** How long the server asks every client to wait, where it said so. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
