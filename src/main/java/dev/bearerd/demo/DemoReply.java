package dev.bearerd.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One answer, always JSON.
 *
 * @param headers beside those of the content
 */
record DemoReply(int status, Map<String, String> headers, String body) {
  static DemoReply json(int status, ObjectNode body) {
    return new DemoReply(status, Map.of(), body.toString());
  }

  /** RFC 6749 section 5.2. */
  static DemoReply oauthError(DemoRefusal refusal) {
    var body =
        object().put("error", refusal.error()).put("error_description", refusal.getMessage());
    var headers =
        refusal.status() == 401
            ? Map.of("WWW-Authenticate", "Basic realm=\"demo\"")
            : Map.<String, String>of();
    return new DemoReply(refusal.status(), headers, body.toString());
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  void send(HttpExchange exchange) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var target = exchange.getResponseHeaders();
    target.set("Content-Type", "application/json");
    target.set("Cache-Control", "no-store");
    headers.forEach(target::set);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
