package dev.bearerd.oauth;

import java.time.Instant;
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
  public HttpReply {
    var byName = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    headers = byName;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Only the status: the body may hold a token. */
  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
