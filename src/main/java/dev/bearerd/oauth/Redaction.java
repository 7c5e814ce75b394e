package dev.bearerd.oauth;

import com.fasterxml.jackson.databind.JsonNode;
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
  private static final int LONGEST_WORD = 20;

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
    var lines = new ArrayList<String>();
    lines.add("HTTP " + reply.status());
    Stream.of("Content-Type", "Date", "Retry-After")
        .forEach(
            name ->
                reply
                    .header(name)
                    .ifPresent(
                        value -> lines.add(name + ": " + SafeText.of(value, call.secrets()))));
    LenientJson.readObject(reply.body())
        .ifPresentOrElse(
            body -> lines.addAll(fields(body, call.secrets(), true)),
            () ->
                lines.add(
                    "(%d characters that are no JSON object)".formatted(reply.body().length())));
    return lines;
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

  private static List<String> fields(JsonNode object, List<Secret> secrets, boolean fromServer) {
    return object.properties().stream()
        .map(
            field ->
                fromServer
                    ? SafeText.of(field.getKey(), secrets)
                        + ": "
                        + value(field.getKey(), field.getValue(), secrets)
                    : parameter(field.getKey(), field.getValue().asText(), secrets))
        .toList();
  }

  /** A token may stand in a field of any name: what looks like one is hidden too. */
  private static String value(String name, JsonNode value, List<Secret> secrets) {
    if (value.isContainerNode()) {
      return value.isArray() ? "[…]" : "{…}";
    }
    var text = value.asText();
    return value.isTextual() && (hidesField(name) || text.matches("\\S{" + LONGEST_WORD + ",}"))
        ? "*** (%d characters)".formatted(text.length())
        : SafeText.of(text, secrets);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
