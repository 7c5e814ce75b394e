package dev.bearerd.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An entry as journals write it: JSON. A change of this layout needs a new version. */
public final class EntryFormat {
  private static final int VERSION = 2;
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private EntryFormat() {}

  public static byte[] write(Entry entry) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("version", VERSION)
            .put("identity", entry.identity())
            .put("announced", entry.announced());
    entry.token().ifPresent(token -> write(token, json.putObject("token")));
    var refreshTokens = json.putArray("refresh_tokens");
    entry.holdings().refreshTokens().forEach(token -> refreshTokens.add(token.reveal()));
    var discoveries = json.putObject("discoveries");
    entry.holdings().discoveries().forEach(discoveries::put);
    entry.asking().ifPresent(since -> json.put("asking_since", since.toString()));
    entry
        .refusals()
        .ifPresent(
            refusals ->
                json.putObject("refusals")
                    .put("count", refusals.count())
                    .put("last", refusals.last().toString()));
    entry.heldUntil().ifPresent(until -> json.put("held_until", until.toString()));
    return (json + "\n").getBytes(UTF_8);
  }

  /** Empty where the bytes are no entry of this version. */
  public static Optional<Entry> read(byte[] bytes) {
    try {
      var json = MAPPER.readTree(bytes);
      return json.path("version").asInt() == VERSION ? Optional.of(entry(json)) : Optional.empty();
    } catch (IOException | DateTimeException | IllegalArgumentException | TokenException e) {
      return Optional.empty();
    }
  }

  private static void write(Token token, ObjectNode json) {
    json.put("access_token", token.value().reveal())
        .put("obtained_at", token.obtainedAt().toString())
        .put("expires_at", token.expiresAt().toString())
        .put("expiry_source", token.expirySource().name());
    var scopes = json.putArray("scopes");
    token.scopes().forEach(scopes::add);
  }

  private static Entry entry(JsonNode json) {
    var refreshTokens = texts(json.path("refresh_tokens")).stream().map(Secret::new).toList();
    return new Entry(
        text(json, "identity"),
        json.has("token") ? Optional.of(token(json.path("token"))) : Optional.empty(),
        new Holdings(refreshTokens, discoveries(json.path("discoveries"))),
        instant(json, "asking_since"),
        json.has("refusals") ? Optional.of(refusals(json.path("refusals"))) : Optional.empty(),
        instant(json, "held_until"),
        json.path("announced").asBoolean());
  }

  private static Token token(JsonNode json) {
    return new Token(
        new Secret(text(json, "access_token")),
        texts(json.path("scopes")),
        Instant.parse(text(json, "obtained_at")),
        Instant.parse(text(json, "expires_at")),
        Token.ExpirySource.valueOf(text(json, "expiry_source")));
  }

  private static Refusals refusals(JsonNode json) {
    return new Refusals(json.path("count").asInt(), Instant.parse(text(json, "last")));
  }

  private static Map<String, String> discoveries(JsonNode json) {
    var discoveries = new HashMap<String, String>();
    json.fieldNames().forEachRemaining(name -> discoveries.put(name, text(json, name)));
    return discoveries;
  }

  private static Optional<Instant> instant(JsonNode json, String field) {
    return json.has(field) ? Optional.of(Instant.parse(text(json, field))) : Optional.empty();
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(element -> texts.add(text(element)));
    return texts;
  }

  private static String text(JsonNode json, String field) {
    return text(json.path(field));
  }

  private static String text(JsonNode value) {
    if (!value.isTextual()) {
      throw new IllegalArgumentException("a text was expected");
    }
    return value.asText();
  }
}
