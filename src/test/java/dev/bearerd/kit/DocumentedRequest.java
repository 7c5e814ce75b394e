package dev.bearerd.kit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A request as a system's document writes it, whole.
 *
 * @param headers all that it names; beside them only what HTTP itself needs is allowed
 * @param bodies the fields of each body that is good
 */
record DocumentedRequest(
    String method, Map<String, String> headers, List<Map<String, Object>> bodies) {
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final Set<String> OF_HTTP =
      caseless(
          "Accept",
          "Accept-Encoding",
          "Connection",
          "Content-Length",
          "Host",
          "Transfer-Encoding",
          "User-Agent");

  static DocumentedRequest get(String host) {
    return new DocumentedRequest("GET", Map.of("Host", host, "Accept", JSON), List.of(Map.of()));
  }

  static DocumentedRequest json(String host, List<Map<String, Object>> bodies) {
    return new DocumentedRequest(
        "POST", Map.of("Host", host, "Accept", JSON, "Content-Type", JSON), bodies);
  }

  static DocumentedRequest form(String host, List<Map<String, Object>> bodies) {
    return new DocumentedRequest("POST", Map.of("Host", host, "Content-Type", FORM), bodies);
  }

  DocumentedRequest with(String header, String value) {
    var more = new HashMap<>(headers);
    more.put(header, value);
    return new DocumentedRequest(method, more, bodies);
  }

  /** What differs, in words that show no value. */
  Optional<String> difference(SeenRequest seen) {
    if (!seen.method().equals(method)) {
      return Optional.of("method " + seen.method());
    }
    for (var header : headers.entrySet()) {
      if (!header.getValue().equals(seen.headers().get(header.getKey()))) {
        return Optional.of("header " + header.getKey());
      }
    }
    var more = caseless(seen.headers().keySet().toArray(String[]::new));
    OF_HTTP.forEach(more::remove);
    headers.keySet().forEach(more::remove);
    if (!more.isEmpty()) {
      return Optional.of("headers " + more);
    }
    return bodies.contains(seen.fields())
        ? Optional.empty()
        : Optional.of("body with " + seen.fields().keySet());
  }

  private static Set<String> caseless(String... names) {
    var set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(List.of(names));
    return set;
  }
}
