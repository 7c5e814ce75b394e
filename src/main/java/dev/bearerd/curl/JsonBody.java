package dev.bearerd.curl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The parameters of a token request in JSON. */
final class JsonBody {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private JsonBody() {}

  static Parameters parameters(String text) {
    var parameters = new Parameters();
    object(text)
        .properties()
        .forEach(field -> parameters.add(field.getKey(), Given.text(scalar(field.getValue()))));
    return parameters;
  }

  private static JsonNode object(String text) {
    try {
      return READER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new CurlException("the data starts as JSON and is none; look for quotes that are lost");
    }
  }

  /** Everything is sent as a text. */
  private static String scalar(JsonNode value) {
    if (value.isContainerNode()) {
      throw new CurlException("the JSON holds objects or lists, which no token request needs");
    }
    return value.isNull() ? "" : value.asText();
  }
}
