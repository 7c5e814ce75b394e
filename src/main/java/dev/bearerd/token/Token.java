package dev.bearerd.token;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An access token of type Bearer, checked: readers can put it into a header as it is.
 *
 * @param value the access token: printable ASCII without spaces, at most 64 KiB
 * @param scopes the granted scopes; empty where the server did not say
 * @param obtainedAt when the request for it was sent, by the local clock
 * @param expiresAt when it ends, by the local clock; after {@code obtainedAt}
 * @param expirySource where {@code expiresAt} was taken from
 */
public record Token(
    Secret value,
    List<String> scopes,
    Instant obtainedAt,
    Instant expiresAt,
    ExpirySource expirySource) {

  public static final int MAX_LENGTH = 64 * 1024;

  /** Where the end of a token's life was taken from, best first. */
  public enum ExpirySource {
    /** {@code expires_in} of the answer (RFC 6749 section 5.1). */
    EXPIRES_IN,
    /** The claim {@code exp} of the token, which is a JWT (RFC 7519 section 4.1.4). */
    JWT,
    /** {@code refresh.lifetime} of the configuration. */
    CONFIGURED,
    /** Nobody said; five minutes are assumed. */
    ASSUMED
  }

  public Token {
    scopes = List.copyOf(scopes);
    var text = value.reveal();
    if (text.isEmpty()) {
      throw TokenException.malformed("the access token is empty");
    }
    if (text.length() > MAX_LENGTH) {
      throw TokenException.malformed("the access token is larger than 64 KiB");
    }
    if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw TokenException.malformed(
          "the access token contains a space, a line break or a character outside ASCII");
    }
    if (!expiresAt.isAfter(obtainedAt)) {
      throw TokenException.malformed("the access token has already expired");
    }
  }

  /** How long it is valid in all. */
  public Duration lifetime() {
    return Duration.between(obtainedAt, expiresAt);
  }

  public boolean expiredAt(Instant now) {
    return !now.isBefore(expiresAt);
  }

  /** The same on a clock that was set forward, or back if negative. */
  public Token shifted(Duration step) {
    return new Token(value, scopes, obtainedAt.plus(step), expiresAt.plus(step), expirySource);
  }

  /** What is left of its life; negative once it has expired. */
  public Duration runwayAt(Instant now) {
    return Duration.between(now, expiresAt);
  }
}
