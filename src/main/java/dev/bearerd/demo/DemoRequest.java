package dev.bearerd.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One request as it arrived, and what an endpoint may demand of it. A demand that is not met is a
 * {@link DemoRefusal}.
 *
 * @param headers by name, any case; several of one name are joined by a comma
 */
record DemoRequest(String method, String path, Map<String, String> headers, String body) {
  private static final int MAX_BODY = 64 * 1024;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static DemoRequest read(HttpExchange exchange) throws IOException {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, all) -> headers.put(name, String.join(", ", all)));
    var body = exchange.getRequestBody().readNBytes(MAX_BODY);
    return new DemoRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().toString(),
        headers,
        new String(body, StandardCharsets.UTF_8));
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  void demandMethod(String wanted) {
    if (!method.equals(wanted)) {
      throw new DemoRefusal(405, "invalid_request", "the method must be " + wanted);
    }
  }

  void demandHeader(String name, String wanted) {
    if (!header(name).equals(Optional.of(wanted))) {
      throw DemoRefusal.invalidRequest("the header " + name + " must be " + wanted);
    }
  }

  /** RFC 6749 section 2.3.1; for ids and secrets that form-encoding does not change. */
  void demandBasic(String id, String secret) {
    var pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    var wanted = "Basic " + Base64.getEncoder().encodeToString(pair);
    if (!header("Authorization").equals(Optional.of(wanted))) {
      throw DemoRefusal.invalidClient();
    }
  }

  /** The parameters of a form: all that are required, and no other than those and the optional. */
  Map<String, String> form(Set<String> required, Set<String> optional) {
    demandHeader("Content-Type", "application/x-www-form-urlencoded");
    var fields = new HashMap<String, String>();
    for (var pair : body.split("&", -1)) {
      var equals = pair.indexOf('=');
      if (equals < 0) {
        throw DemoRefusal.invalidRequest("the body must be a form");
      }
      var name = decode(pair.substring(0, equals));
      if (fields.put(name, decode(pair.substring(equals + 1))) != null) {
        throw DemoRefusal.invalidRequest("a parameter is given twice");
      }
    }
    demandNames(fields.keySet(), required, optional);
    return fields;
  }

  /** The members of a JSON object, under the same demands as {@link #form}. */
  Map<String, JsonNode> json(Set<String> required, Set<String> optional) {
    demandHeader("Content-Type", "application/json");
    demandHeader("Accept", "application/json");
    var fields = new LinkedHashMap<String, JsonNode>();
    parse().properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    demandNames(fields.keySet(), required, optional);
    return fields;
  }

  private JsonNode parse() {
    try {
      var tree = JSON.readTree(body);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      // The refusal below says all there is to say.
    }
    throw DemoRefusal.invalidRequest("the body must be a JSON object");
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw DemoRefusal.invalidRequest("the body must be form-encoded");
    }
  }

  private static void demandNames(Set<String> given, Set<String> required, Set<String> optional) {
    for (var name : required) {
      if (!given.contains(name)) {
        throw DemoRefusal.invalidRequest(name + " is missing");
      }
    }
    if (!given.stream().allMatch(name -> required.contains(name) || optional.contains(name))) {
      throw DemoRefusal.invalidRequest("there is a parameter that this endpoint does not know");
    }
  }
}
