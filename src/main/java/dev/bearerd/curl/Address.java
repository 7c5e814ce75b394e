package dev.bearerd.curl;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a URL in which variables may stand. It may hold secrets, so it shows nothing.
 *
 * @param origin scheme, host and port
 * @param host without the port
 * @param user user and password before the host, as they are written
 * @param query without its question mark
 */
record Address(
    String origin, String host, String path, Optional<String> query, Optional<String> user) {
  private static final Pattern PARTS =
      Pattern.compile(
          "(?:(https?)://)?(?:([^/?#@]*)@)?(\\[[0-9A-Fa-f:.]+]|[^/?#@:\\[\\]]+)(:[^/?#@:]+)?"
              + "(/[^?#]*)?(?:\\?([^#]*))?(?:#.*)?",
          Pattern.CASE_INSENSITIVE);

  static Address of(String text) {
    var parts = PARTS.matcher(text);
    if (!parts.matches() || text.matches(".*[\\s<>{}|\\\\^`\"].*")) {
      throw new CurlException(
          "the URL is none: expected https://HOST/PATH, without spaces or placeholders such as"
              + " <host>");
    }
    var host = part(parts, 3).orElse("");
    var scheme = part(parts, 1).map(given -> given + "://").orElse(usualScheme(host));
    return new Address(
        scheme + host + part(parts, 4).orElse(""),
        host,
        part(parts, 5).orElse(""),
        part(parts, 6),
        part(parts, 2));
  }

  /** Without user and fragment. */
  String url() {
    return origin + path + query.map(text -> "?" + text).orElse("");
  }

  Address withQuery(Optional<String> other) {
    return new Address(origin, host, path, other, user);
  }

  boolean isPlainText() {
    return origin.regionMatches(true, 0, "http:", 0, 5);
  }

  boolean isLoopback() {
    return host.matches("localhost|127\\.[\\d.]+|\\[::1]");
  }

  /** A variable may hold the scheme too. */
  private static String usualScheme(String host) {
    return Variables.areIn(host) ? "" : "http://";
  }

  private static Optional<String> part(Matcher parts, int group) {
    return Optional.ofNullable(parts.group(group)).filter(part -> !part.isEmpty());
  }

  @Override
  public String toString() {
    return "an address";
  }
}
