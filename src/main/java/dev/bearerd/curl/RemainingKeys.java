package dev.bearerd.curl;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Finds what a token is for, and all parameters and headers that have no key of their own. */
final class RemainingKeys {
  /** Follow from the request itself, or say nothing to a token endpoint. */
  private static final Pattern MEANINGLESS_HEADER =
      Pattern.compile(
          "(?i)accept(-.*)?|content-(type|length)|user-agent|connection|transfer-encoding|expect|te"
              + "|cache-control|pragma|postman-token|origin|referer|sec-.*|dnt|priority"
              + "|upgrade-insecure-requests");

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i).*(secret|passw|pwd|token|key|assertion|authorization|cookie|credential|code|pin"
              + "|otp|signature|sig|jwt).*");
  private static final Pattern HARMLESS_NAME = Pattern.compile("(?i)(.*_)?(type|use|uri|id)|host");

  /** Long and mixed, as only a machine writes. */
  private static final Pattern SECRET_VALUE =
      Pattern.compile("(?=.*\\d)(?=.*[A-Za-z])[\\w+/=.~-]{20,}");

  private final CurlRequest request;
  private final Parameters parameters;
  private final Optional<KnownSystem> system;
  private final Entry entry;

  RemainingKeys(
      CurlRequest request, Parameters parameters, Optional<KnownSystem> system, Entry entry) {
    this.request = request;
    this.parameters = parameters;
    this.system = system;
    this.entry = entry;
  }

  void add() {
    if (system.equals(Optional.of(KnownSystem.IBM_API_CONNECT))) {
      parameters.takeText("realm").ifPresent(realm -> entry.put("realm", realm));
    }
    parameters
        .takeText("scope")
        .map(String::strip)
        .ifPresent(scope -> entry.putList("scopes", Arrays.asList(scope.split("\\s+"))));
    parameters.takeText("audience").ifPresent(audience -> entry.put("audience", audience));
    parameters
        .text("resource")
        .filter(RemainingKeys::isAbsolute)
        .flatMap(uri -> parameters.takeText("resource"))
        .ifPresent(uri -> entry.put("resource", uri));
    entry.putGroup("parameters", remainingParameters());
    entry.putGroup("headers", remainingHeaders());
  }

  private static boolean isAbsolute(String text) {
    try {
      return new URI(text).isAbsolute();
    } catch (URISyntaxException e) {
      return Variables.areIn(text);
    }
  }

  private Map<String, String> remainingParameters() {
    var remaining = new LinkedHashMap<String, String>();
    parameters.rest().forEach((name, given) -> remaining.put(name, given.text()));
    remaining.entrySet().stream()
        .filter(parameter -> parameter.getValue().isEmpty())
        .forEach(
            parameter ->
                entry.note(
                    "a parameter is left out, as it is empty"
                        + Parameters.shown(parameter.getKey())));
    remaining.values().removeIf(String::isEmpty);
    remaining.replaceAll(this::shown);
    return remaining;
  }

  private Map<String, String> remainingHeaders() {
    var remaining = new TreeMap<String, String>(request.headers());
    remaining.keySet().removeIf(name -> MEANINGLESS_HEADER.matcher(name).matches());
    if (remaining.keySet().removeIf("Cookie"::equalsIgnoreCase)) {
      entry.note("cookies are left out; no token endpoint needs them");
    }
    remaining
        .entrySet()
        .removeIf(
            header ->
                header.getKey().equalsIgnoreCase("Authorization")
                    && header.getValue().matches("(?is)Basic\\s.*"));
    remaining.replaceAll(this::shown);
    return remaining;
  }

  private String shown(String name, String value) {
    return isSecret(name, value) ? entry.hidden(name, value) : value;
  }

  static boolean isSecret(String name, String value) {
    return !HARMLESS_NAME.matcher(name).matches()
        && (SECRET_NAME.matcher(name).matches() || SECRET_VALUE.matcher(value).matches());
  }
}
