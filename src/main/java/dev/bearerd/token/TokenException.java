package dev.bearerd.token;

import java.time.Duration;
import java.util.Collection;
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
    /**
     * The server understood and said no: an OAuth error (RFC 6749 section 5.2); or would, as what a
     * request needs is not there.
     */
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
  private final transient Optional<Holdings> holdings;

  private TokenException(Kind kind, Reach reach, Optional<Duration> retryAfter, String message) {
    this(kind, reach, retryAfter, Optional.empty(), message);
  }

  private TokenException(
      Kind kind,
      Reach reach,
      Optional<Duration> retryAfter,
      Optional<Holdings> holdings,
      String message) {
    super(message);
    this.message = message;
    this.kind = kind;
    this.reach = reach;
    this.retryAfter = retryAfter;
    this.holdings = holdings;
  }

  /** Something on this machine stood in the way; the server was not asked. */
  public static TokenException local(String message) {
    return new TokenException(Kind.TRANSIENT, Reach.NOT_ASKED, Optional.empty(), message);
  }

  /** What a request needs is not there, and will not come by itself; the server was not asked. */
  public static TokenException unprepared(String message) {
    return new TokenException(Kind.REJECTED, Reach.NOT_ASKED, Optional.empty(), message);
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
   * @param pause that it asks for
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

  /** The same failure, of which an earlier one was the cause, and tells how far it came. */
  public TokenException after(TokenException earlier) {
    return new TokenException(
        kind, earlier.reach, retryAfter, earlier.holdings, earlier.message + "; " + message);
  }

  /** The same failure of an answer that brought something to hold all the same. */
  public TokenException holding(Holdings saved) {
    return new TokenException(kind, reach, retryAfter, Optional.of(saved), message);
  }

  /** The same failure, told without these secrets. */
  public TokenException without(Collection<Secret> secrets) {
    return new TokenException(kind, reach, retryAfter, holdings, SafeText.masked(message, secrets));
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

  /** What is to be held from now on, where the failed request changed it. */
  public Optional<Holdings> holdings() {
    return holdings;
  }
}
