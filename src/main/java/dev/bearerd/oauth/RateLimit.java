package dev.bearerd.oauth;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a server says about one of its limits, in the spellings that are in use. What cannot be read
 * says nothing.
 *
 * @param remaining requests until it is used up
 * @param reset when there will be more again: seconds from now, or since 1970
 */
record RateLimit(Optional<String> remaining, Optional<String> reset) {
  private static final double LEAST_EPOCH = 1e9;
  private static final double LEAST_EPOCH_MILLIS = 1e11;

  /** Seconds until no limit is used up any more; empty where none is. */
  static Optional<Double> secondsUsedUp(HttpReply reply) {
    return Stream.concat(separate(reply), combined(reply))
        .filter(RateLimit::isUsedUp)
        .flatMap(limit -> limit.seconds(reply.date()).stream())
        .max(Comparator.naturalOrder());
  }

  /** The IETF's drafts up to 07; Auth0, GitHub and others; Okta. */
  private static Stream<RateLimit> separate(HttpReply reply) {
    return Stream.of("RateLimit", "X-RateLimit", "X-Rate-Limit")
        .map(
            prefix ->
                new RateLimit(
                    reply.header(prefix + "-Remaining"), reply.header(prefix + "-Reset")));
  }

  /** Draft 08 has one limit, {@code remaining=0, reset=5}; later ones many, {@code "a";r=0;t=5}. */
  private static Stream<RateLimit> combined(HttpReply reply) {
    return reply.header("RateLimit").map(RateLimit::withoutNames).stream()
        .flatMap(
            text ->
                Stream.concat(
                    Stream.of(of(text, ",", "remaining", "reset")),
                    Stream.of(text.split(",")).map(member -> of(member, ";", "r", "t"))));
  }

  private static String withoutNames(String text) {
    return text.replaceAll("\\\\.", "").replaceAll("\"[^\"]*\"", "");
  }

  private static RateLimit of(String text, String separator, String remaining, String reset) {
    return new RateLimit(value(text, separator, remaining), value(text, separator, reset));
  }

  private static Optional<String> value(String text, String separator, String key) {
    return Stream.of(text.split(separator))
        .map(String::strip)
        .filter(pair -> pair.startsWith(key + "="))
        .map(pair -> pair.substring(key.length() + 1))
        .findFirst();
  }

  /** Not when negative, which means unlimited to some. */
  private boolean isUsedUp() {
    return number(remaining).filter(left -> left == 0).isPresent();
  }

  private Optional<Double> seconds(Instant now) {
    return number(reset).map(value -> value < LEAST_EPOCH ? value : untilEpoch(value, now));
  }

  private static double untilEpoch(double value, Instant now) {
    var seconds = value < LEAST_EPOCH_MILLIS ? value : value / 1000;
    return seconds - now.toEpochMilli() / 1000.0;
  }

  private static Optional<Double> number(Optional<String> text) {
    return text.map(String::strip).flatMap(Lifetime::seconds);
  }
}
