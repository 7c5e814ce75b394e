package dev.bearerd.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bearerd.token.Token;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats that need no settings; docs/formats.md shows each. */
public enum StandardFormat implements Format {
  /** The token and nothing else, without a line break. */
  RAW,
  /** A line for {@code curl -H @FILE}. */
  HEADER,
  /** An object with the names of RFC 6749 section 5.1, and times instead of durations. */
  JSON,
  /** Assignments that both a shell and systemd's {@code EnvironmentFile=} read. */
  ENV,
  /** A line for {@code curl -K FILE}. */
  CURL,
  /** What a credential plugin of {@code kubectl} prints. */
  EXEC_CREDENTIAL,
  /** When the token ends: RFC 3339, UTC, whole seconds. */
  EXPIRES_AT;

  /** The format of that name, for instance {@code expires-at}. */
  public static Optional<StandardFormat> named(String name) {
    return Arrays.stream(values()).filter(format -> format.configName().equals(name)).findFirst();
  }

  /** All names. */
  public static List<String> names() {
    return Arrays.stream(values()).map(StandardFormat::configName).toList();
  }

  @Override
  public byte[] render(Token token) {
    return text(token).getBytes(UTF_8);
  }

  static String header(Token token) {
    return "Authorization: Bearer " + token.value().reveal();
  }

  /** Rounded down: a reader must not believe in a token for longer than it lives. */
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private String configName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String text(Token token) {
    return switch (this) {
      case RAW -> token.value().reveal();
      case HEADER -> header(token) + "\n";
      case JSON -> json(token) + "\n";
      case ENV -> env(token);
      case CURL -> "header = \"" + escape(header(token), "[\"\\\\]") + "\"\n";
      case EXEC_CREDENTIAL -> execCredential(token) + "\n";
      case EXPIRES_AT -> time(token.expiresAt()) + "\n";
    };
  }

  private static String json(Token token) {
    var object =
        JsonNodeFactory.instance
            .objectNode()
            .put("access_token", token.value().reveal())
            .put("token_type", "Bearer")
            .put("obtained_at", time(token.obtainedAt()))
            .put("expires_at", time(token.expiresAt()));
    if (!token.scopes().isEmpty()) {
      object.put("scope", String.join(" ", token.scopes()));
    }
    return object.toString();
  }

  /** Silent about an end that nobody named: the token is used until it is refused then. */
  private static String execCredential(Token token) {
    var object =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", "client.authentication.k8s.io/v1")
            .put("kind", "ExecCredential");
    var status = object.putObject("status");
    if (token.expirySource() != Token.ExpirySource.ASSUMED) {
      status.put("expirationTimestamp", time(token.expiresAt()));
    }
    status.put("token", token.value().reveal());
    return object.toString();
  }

  private static String env(Token token) {
    return "ACCESS_TOKEN="
        + quoteForShell(token.value().reveal())
        + "\nTOKEN_TYPE=Bearer\nEXPIRES_AT="
        + time(token.expiresAt())
        + "\n";
  }

  /** In double quotes a shell and systemd agree; bare, other readers of such files do too. */
  private static String quoteForShell(String value) {
    return value.matches("[A-Za-z0-9._+/=-]*") ? value : '"' + escape(value, "[\"\\\\$`]") + '"';
  }

  private static String escape(String text, String special) {
    return text.replaceAll(special, "\\\\$0");
  }
}
