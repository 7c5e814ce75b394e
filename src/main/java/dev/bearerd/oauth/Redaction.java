package dev.bearerd.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bearerd.token.SafeText;
import dev.bearerd.token.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An exchange as it may be shown to the operator: complete, but for secrets and tokens. */
public final class Redaction {
  /** What a request may show; an operator's own header or parameter may be a secret of any name. */
  private static final Set<String> HARMLESS_REQUEST =
      Set.of(
          "accept",
          "content-type",
          "host",
          "user-agent",
          "x-github-api-version",
          "grant_type",
          "client_id",
          "username",
          "realm",
          "scope",
          "audience",
          "resource");

  private static final Pattern SECRET_NAME =
      Pattern.compile("secret|passw|token|key|assertion|authorization|cookie|credential");
  private static final Pattern HARMLESS_NAME = Pattern.compile(".*_(type|in|at)");
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

  /** What the metadata of a server is read for, which anybody may read. */
  private static final Pattern METADATA = Pattern.compile("issuer|[a-z_]{1,40}_endpoint");

  private static final Pattern ADDRESS = Pattern.compile("(https?:/)?/[\\w.:\\[\\]/~%-]{1,200}");

  /** Permissions of a GitHub App, which are words of GitHub's. */
  private static final Pattern PERMISSION = Pattern.compile("[a-z_]{1,40}: (read|write|admin)");

  private static final int LONGEST_WORD = 20;
  private static final int SHORTEST_SECRET = 4;

  private Redaction() {}

  /** The lines of a request: method and address, headers, parameters. */
  public static List<String> lines(HttpCall call) {
    var lines = new ArrayList<String>();
    lines.add(call.toString());
    call.headers()
        .forEach((name, value) -> lines.add(name + ": " + header(name, value, call.secrets())));
    parameters(call).forEach(lines::add);
    return lines;
  }

  /** The lines of the reply to a request: status, what it is, and the fields if it is JSON. */
  public static List<String> lines(HttpCall call, HttpReply reply) {
    var body = LenientJson.readObject(reply.body());
    var secrets = call.withSecrets(body.map(Redaction::hidden).orElse(List.of())).secrets();
    var lines = new ArrayList<String>();
    lines.add("HTTP " + reply.status());
    Stream.of("Content-Type", "Date", "Retry-After")
        .forEach(
            name ->
                reply
                    .header(name)
                    .ifPresent(value -> lines.add(name + ": " + SafeText.of(value, secrets))));
    body.ifPresentOrElse(
        fields -> lines.addAll(fields(fields, secrets, true)),
        () ->
            lines.add("(%d characters that are no JSON object)".formatted(reply.body().length())));
    return lines;
  }

  /**
   * What a header or a parameter of the operator's holds that nobody may be shown: its value, and
   * what follows the scheme in it. A short value would be found in the middle of any word.
   */
  public static List<Secret> secrets(String name, String value) {
    return Stream.of(value, value.substring(value.indexOf(' ') + 1))
        .filter(text -> hides(name) && text.length() >= SHORTEST_SECRET)
        .distinct()
        .map(Secret::new)
        .toList();
  }

  /** Whether what a header or a parameter of this name holds is hidden. */
  static boolean hides(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return !HARMLESS_REQUEST.contains(lower) && !lower.endsWith("_type");
  }

  /** Whether what a field of an answer holds is hidden for its name. */
  private static boolean hidesField(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return SECRET_NAME.matcher(lower).find() && !HARMLESS_NAME.matcher(lower).matches();
  }

  /** Scheme, host, port and path: neither the user information nor the query of an address. */
  public static String place(URI url) {
    return origin(url) + Optional.ofNullable(url.getRawPath()).orElse("");
  }

  /** Scheme, host and port; also where the host has an underscore, which Java takes for no host. */
  static String origin(URI url) {
    var authority = Optional.ofNullable(url.getRawAuthority()).orElse("");
    return url.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1);
  }

  private static String header(String name, String value, List<Secret> secrets) {
    if (!hides(name)) {
      return SafeText.of(value, secrets);
    }
    var space = value.indexOf(' ');
    return name.equalsIgnoreCase("Authorization") && space > 0
        ? value.substring(0, space) + " ***"
        : "***";
  }

  private static List<String> parameters(HttpCall call) {
    if (call.body().isEmpty()) {
      return List.of();
    }
    return LenientJson.readObject(call.body())
        .map(body -> fields(body, call.secrets(), false))
        .orElseGet(
            () ->
                Stream.of(call.body().split("&"))
                    .map(parameter -> parameter.split("=", 2))
                    .map(pair -> parameter(decode(pair[0]), decode(pair[1]), call.secrets()))
                    .toList());
  }

  private static String parameter(String name, String value, List<Secret> secrets) {
    return name + "=" + (hides(name) ? "***" : SafeText.of(value, secrets));
  }

  private static String parameter(String name, JsonNode value, List<Secret> secrets) {
    return permissions(name, value)
        .map(shown -> name + "=" + SafeText.of(shown, secrets))
        .orElseGet(() -> parameter(name, value.asText(), secrets));
  }

  private static List<String> fields(JsonNode object, List<Secret> secrets, boolean fromServer) {
    return object.properties().stream()
        .map(
            field ->
                fromServer
                    ? SafeText.of(field.getKey(), secrets)
                        + ": "
                        + value(field.getKey(), field.getValue(), secrets)
                    : parameter(field.getKey(), field.getValue(), secrets))
        .toList();
  }

  private static String value(String name, JsonNode value, List<Secret> secrets) {
    if (value.isContainerNode()) {
      return permissions(name, value)
          .map(shown -> SafeText.of(shown, secrets))
          .orElse(value.isArray() ? "[…]" : "{…}");
    }
    return isHidden(name, value)
        ? "*** (%d characters)".formatted(value.asText().length())
        : SafeText.of(value.asText(), secrets);
  }

  /** Empty where they are none. */
  private static Optional<String> permissions(String name, JsonNode value) {
    var pairs =
        value.properties().stream()
            .map(field -> field.getKey() + ": " + field.getValue().asText())
            .toList();
    return Optional.of("{" + String.join(", ", pairs) + "}")
        .filter(shown -> name.equals("permissions") && !pairs.isEmpty())
        .filter(shown -> pairs.stream().allMatch(pair -> PERMISSION.matcher(pair).matches()));
  }

  /** A token may stand in a field of any name: what looks like one is hidden too. */
  private static boolean isHidden(String name, JsonNode value) {
    return value.isTextual()
        && !(METADATA.matcher(name).matches() && ADDRESS.matcher(value.asText()).matches())
        && (hidesField(name)
            || (value.asText().matches("\\S{" + LONGEST_WORD + ",}")
                && !TIME.matcher(value.asText()).matches()));
  }

  private static List<Secret> hidden(JsonNode object) {
    return object.properties().stream()
        .filter(field -> isHidden(field.getKey(), field.getValue()))
        .map(field -> new Secret(field.getValue().asText()))
        .toList();
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
