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
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

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

  /** When it was sent: by the server's clock if it tells the time, else by the local one. */
  public Instant date() {
    return header("Date").flatMap(HttpReply::instant).orElse(receivedAt);
  }

  /** The pause that the server asks for, in seconds or until a date, at most an hour. */
  public Optional<Duration> retryAfter() {
    return header("Retry-After")
        .flatMap(
            text ->
                seconds(text).or(() -> instant(text).map(until -> Duration.between(date(), until))))
        .map(HttpReply::bounded);
  }

  private static Duration bounded(Duration pause) {
    return pause.isNegative()
        ? Duration.ZERO
        : pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private static Optional<Duration> seconds(String text) {
    return Lifetime.seconds(text.strip())
        .map(seconds -> Duration.ofSeconds((long) Math.max(-1, Math.min(seconds, 1e9))));
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
