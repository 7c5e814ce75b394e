package dev.bearerd.oauth;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One HTTP response, whatever its status.
 *
 * @param headers by name, any case; the first value of each
 * @param body read as UTF-8
 * @param receivedAt when its headers had arrived, by the local clock
 */
public record HttpReply(int status, Map<String, String> headers, String body, Instant receivedAt) {
  private static final double LONGEST_PAUSE_SECONDS = 3600;

  public HttpReply {
    var byName = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    headers = Collections.unmodifiableMap(byName);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /**
   * When it was sent: by the server's clock if it tells the time, else by the local one. What is
   * reckoned from it in the second case is wrong by as much as the local clock is.
   */
  public Instant date() {
    return header("Date").flatMap(HttpReply::instant).orElse(receivedAt);
  }

  /**
   * By how much the server's clock is ahead of the local one; empty where it does not tell the
   * time, which it does in whole seconds.
   *
   * @param sentAt when the request was sent, by the local clock
   */
  public Optional<Duration> clockSkew(Instant sentAt) {
    var halfWay = sentAt.plus(Duration.between(sentAt, receivedAt).dividedBy(2));
    return header("Date")
        .flatMap(HttpReply::instant)
        .map(date -> Duration.between(halfWay, date.plusMillis(500)));
  }

  /**
   * For how long the server wants no further request from anybody here, at most an hour: by
   * Retry-After (RFC 9110 section 10.2.3), else until a limit that is used up resets.
   */
  public Optional<Duration> pause() {
    return header("Retry-After")
        .flatMap(this::secondsUntil)
        .or(() -> RateLimit.secondsUsedUp(this))
        .filter(seconds -> seconds > 0)
        .map(seconds -> Math.ceil(Math.min(seconds, LONGEST_PAUSE_SECONDS)))
        .map(seconds -> Duration.ofSeconds(seconds.longValue()));
  }

  private Optional<Double> secondsUntil(String text) {
    return Lifetime.seconds(text.strip())
        .or(() -> instant(text).map(until -> Duration.between(date(), until).toMillis() / 1000.0));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Only the status: the body may hold a token. */
  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
