package dev.bearerd.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request that a server has had.
 *
 * @param headers by name, any case; several of one name are joined by a comma
 */
public record SeenRequest(
    Instant time, String method, String path, Map<String, String> headers, String body) {
  public SeenRequest {
    var byName = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    headers = byName;
  }

  static SeenRequest read(HttpExchange exchange) throws IOException {
    var headers = new HashMap<String, String>();
    exchange.getRequestHeaders().forEach((name, all) -> headers.put(name, String.join(", ", all)));
    return new SeenRequest(
        Instant.now(),
        exchange.getRequestMethod(),
        exchange.getRequestURI().toString(),
        headers,
        new String(exchange.getRequestBody().readAllBytes(), UTF_8));
  }

  /** The body's fields as its Content-Type says; a body that is something else is one odd field. */
  public Map<String, Object> fields() {
    try {
      return switch (headers.getOrDefault("Content-Type", "")) {
        case "application/json" ->
            new ObjectMapper().readValue(body, new TypeReference<Map<String, Object>>() {});
        case "application/x-www-form-urlencoded" -> form();
        default -> body.isEmpty() ? Map.of() : Map.of("unreadable", body);
      };
    } catch (IOException | IllegalArgumentException e) {
      return Map.of("unreadable", body);
    }
  }

  private Map<String, Object> form() {
    var fields = new HashMap<String, Object>();
    for (var pair : body.split("&", -1)) {
      var parts = pair.split("=", 2);
      var value = URLDecoder.decode(parts.length == 2 ? parts[1] : "", UTF_8);
      if (fields.put(URLDecoder.decode(parts[0], UTF_8), value) != null) {
        throw new IllegalArgumentException("twice: " + parts[0]);
      }
    }
    return fields;
  }
}
