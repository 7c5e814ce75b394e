package dev.bearerd.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bearerd.token.TokenException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long a token is valid, as servers say it. */
final class Lifetime {
  private static final double LONGEST_SECONDS = Duration.ofDays(36_525).toSeconds();
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,400}(\\.\\d{0,100})?([eE][+-]?\\d{1,20})?");

  private Lifetime() {}

  /** {@code expires_in} as a number or as a text; empty where it is neither. */
  static Optional<Duration> expiresIn(JsonNode value) {
    if (value.isNumber()) {
      return Optional.of(lasting(value.doubleValue()));
    }
    return Optional.of(value)
        .filter(JsonNode::isTextual)
        .flatMap(text -> seconds(text.textValue().strip()))
        .map(Lifetime::lasting);
  }

  /**
   * What is left until the {@code exp} of a token that is a JWT.
   *
   * @param now by the clock of the server that wrote {@code exp}; by the local one where that
   *     server tells no time, and then the life is wrong by as much as the two differ
   */
  static Optional<Duration> ofJwt(String token, Instant now) {
    return claims(token)
        .map(claims -> claims.path("exp"))
        .filter(JsonNode::isNumber)
        .map(exp -> lasting(exp.doubleValue() - now.getEpochSecond()));
  }

  /** A number of seconds written as text. Infinite where a double is too small for it. */
  static Optional<Double> seconds(String text) {
    return Optional.of(text)
        .filter(number -> NUMBER.matcher(number).matches())
        .map(Double::valueOf);
  }

  private static Duration lasting(double seconds) {
    if (seconds < 1) {
      throw TokenException.malformed("the access token has already expired");
    }
    return Duration.ofSeconds((long) Math.min(seconds, LONGEST_SECONDS));
  }

  private static Optional<JsonNode> claims(String token) {
    var parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      var json = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      return LenientJson.readObject(json).map(JsonNode.class::cast);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
