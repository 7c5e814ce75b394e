package dev.bearerd.oauth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** How the parameters of a token request are written. */
public enum BodyFormat {
  FORM("application/x-www-form-urlencoded") {
    @Override
    String write(Map<String, String> parameters) {
      return parameters.entrySet().stream()
          .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
          .collect(Collectors.joining("&"));
    }
  },
  JSON("application/json") {
    @Override
    String write(Map<String, String> parameters) {
      var object = JsonNodeFactory.instance.objectNode();
      parameters.forEach(object::put);
      return object.toString();
    }
  };

  private final String mediaType;

  BodyFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  abstract String write(Map<String, String> parameters);

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
