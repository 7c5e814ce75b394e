package dev.bearerd.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A token as the journal writes it. A change of this layout needs a new version. */
final class Entry {
  private static final int VERSION = 1;
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Entry() {}

  static byte[] write(Token token) {
    var entry =
        JsonNodeFactory.instance
            .objectNode()
            .put("version", VERSION)
            .put("access_token", token.value().reveal())
            .put("obtained_at", token.obtainedAt().toString())
            .put("expires_at", token.expiresAt().toString())
            .put("expiry_source", token.expirySource().name());
    token.refreshToken().ifPresent(refresh -> entry.put("refresh_token", refresh.reveal()));
    var scopes = entry.putArray("scopes");
    token.scopes().forEach(scopes::add);
    return (entry + "\n").getBytes(UTF_8);
  }

  /** Empty where the bytes are no entry of this version. */
  static Optional<Token> read(byte[] bytes) {
    try {
      var entry = MAPPER.readTree(bytes);
      return entry.path("version").asInt() == VERSION
          ? Optional.of(token(entry))
          : Optional.empty();
    } catch (IOException | DateTimeException | IllegalArgumentException | TokenException e) {
      return Optional.empty();
    }
  }

  private static Token token(JsonNode entry) {
    return new Token(
        new Secret(text(entry, "access_token")),
        entry.has("refresh_token")
            ? Optional.of(new Secret(text(entry, "refresh_token")))
            : Optional.empty(),
        texts(entry.path("scopes")),
        Instant.parse(text(entry, "obtained_at")),
        Instant.parse(text(entry, "expires_at")),
        Token.ExpirySource.valueOf(text(entry, "expiry_source")));
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  private static String text(JsonNode entry, String field) {
    var value = entry.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " is no text");
    }
    return value.asText();
  }
}
