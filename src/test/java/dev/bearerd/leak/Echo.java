package dev.bearerd.leak;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where a server may repeat what it was told, or tell what it should keep for itself. */
enum Echo {
  NOTHING(200, "", Body.TOKEN.formatted("@TOKEN@", "\"Bearer\"", "\"60\"", "\"\"")),
  ERROR_DESCRIPTION(400, "", Body.ERROR.formatted("\"invalid_grant\"")),
  ERROR_DESCRIPTION_OF_SUCCESS(200, "", Body.ERROR.formatted("\"invalid_grant\"")),
  ERROR_DESCRIPTION_OF_BUSY(503, "", Body.ERROR.formatted("\"server_error\"")),
  ERROR_CODE(400, "", Body.ERROR.formatted("@CODE@")),
  TOKEN_TYPE(200, "", Body.TOKEN.formatted("@TOKEN@", "@JSON@", "60", "\"\"")),
  EXPIRES_IN(200, "", Body.TOKEN.formatted("@TOKEN@", "\"Bearer\"", "@JSON@", "\"\"")),
  SCOPE(200, "", Body.TOKEN.formatted("@TOKEN@", "\"Bearer\"", "60", "@JSON@")),
  CONTROL_CHARACTER(200, "", "{\"access_token\": @CONTROL@}"),
  FIELD_WITHOUT_TOKEN(200, "", "{@JSON@: @JSON@}"),
  BROKEN_JSON(200, "", "{\"access_token\": @JSON@"),
  PAGE(403, "Content-Type: text/html", "<!doctype html><p>@TEXT@"),
  PAGE_OF_SUCCESS(200, "Content-Type: text/html", "<html><p>@TEXT@"),
  CRASH(500, "Content-Type: text/plain", "java.lang.Exception: @TEXT@"),
  LOCATION(302, "Location: https://user:@TEXT@@example.com/@TEXT@/x?q=@TEXT@#@TEXT@", ""),
  LOCATION_PATH(302, "Location: /@TEXT@", ""),
  LOCATION_WORD(302, "Location: /@WORD@", ""),
  RETRY_AFTER(503, "Retry-After: @TEXT@", ""),
  DATE(400, "Date: @TEXT@", "@TEXT@"),
  CONTENT_TYPE(200, "Content-Type: application/@TEXT@", "not JSON"),
  WWW_AUTHENTICATE(401, "WWW-Authenticate: Bearer error=\"@TEXT@\"", "@TEXT@"),
  REASON(400, "", "{}") {
    @Override
    Answer of(String text) {
      return new Answer(400, text, Map.of(), "{}");
    }
  };

  private final int status;
  private final String header;
  private final String body;

  Echo(int status, String header, String body) {
    this.status = status;
    this.header = header;
    this.body = body;
  }

  /** An answer that holds the text. */
  record Answer(int status, String reason, Map<String, String> headers, String body) {}

  Answer of(String text) {
    var headers = new TreeMap<>(Map.of("Content-Type", "application/json"));
    if (!header.isEmpty()) {
      var parts = header.split(": ", 2);
      headers.put(parts[0], fill(parts[1], text));
    }
    return new Answer(status, "Status", headers, fill(body, text));
  }

  /** Tokens that are in it, whatever the text. */
  List<MarkedSecret> tokens() {
    return Stream.of(MarkedSecret.ACCESS_TOKEN, MarkedSecret.REFRESH_TOKEN)
        .filter(token -> of("").body().contains(token.mark()))
        .toList();
  }

  private static String fill(String template, String text) {
    return template
        .replace("@TOKEN@", quoted(MarkedSecret.ACCESS_TOKEN.text()))
        .replace("@REFRESH@", quoted(MarkedSecret.REFRESH_TOKEN.text()))
        .replace("@CODE@", quoted(word(text)))
        .replace("@WORD@", word(text))
        .replace("@CONTROL@", quoted(text + "\u0007"))
        .replace("@JSON@", quoted(text))
        .replace("@TEXT@", text);
  }

  private static String word(String text) {
    return text.replace(" ", "");
  }

  private static String quoted(String text) {
    return '"' + Disguise.JSON.of(text) + '"';
  }

  /** What several of them answer. */
  private static final class Body {
    static final String ERROR =
        """
        {"error": %s, "error_description": @JSON@, "error_uri": @JSON@, "refresh_token": @REFRESH@}
        """;
    static final String TOKEN =
        """
        {"access_token": %s, "token_type": %s, "expires_in": %s, "scope": %s,
         "refresh_token": @REFRESH@}
        """;
  }
}
