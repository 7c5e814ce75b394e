package dev.bearerd.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bearerd.token.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Optional;

/**
 * An HTTP proxy: it passes on requests to http, and connections to https (CONNECT).
 *
 * @param host a name, or an address without brackets
 */
public record Proxy(String host, int port, Optional<Login> login) {
  public Proxy {
    if (host.isEmpty() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("a proxy has a host and a port");
    }
  }

  /** What the proxy wants to know of who uses it, as Basic credentials. */
  public record Login(String user, Secret password) {
    public Login {
      if (user.isBlank() || user.contains(":") || password.reveal().isBlank()) {
        throw new IllegalArgumentException("a user has a name without colon, and a password");
      }
    }

    /** The value of a Proxy-Authorization header. */
    Secret basic() {
      var pair = (user + ":" + password.reveal()).getBytes(UTF_8);
      return new Secret("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    private static Login parse(String rawUserInfo) {
      var parts = rawUserInfo.split(":", 2);
      return new Login(decode(parts[0]), new Secret(parts.length == 2 ? decode(parts[1]) : ""));
    }

    /** Unlike in a form, a plus is a plus. */
    private static String decode(String text) {
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }
  }

  /**
   * Reads {@code http://HOST:PORT} or {@code http://USER:PASSWORD@HOST:PORT}, with special
   * characters percent-encoded; the scheme may be left out, but not the port, for which some
   * programs take 80 and others 1080. Empty when it is none.
   */
  public static Optional<Proxy> parse(Secret url) {
    try {
      var text = url.reveal();
      return of(new URI(text.contains("://") ? text : "http://" + text));
    } catch (URISyntaxException | IllegalArgumentException e) { // which quotes what it has read
      return Optional.empty();
    }
  }

  private static Optional<Proxy> of(URI uri) {
    if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || hasMore(uri)) {
      return Optional.empty();
    }
    return Optional.of(
        new Proxy(
            uri.getHost().replaceAll("[\\[\\]]", ""),
            uri.getPort(),
            Optional.ofNullable(uri.getRawUserInfo()).map(Login::parse)));
  }

  private static boolean hasMore(URI uri) {
    return !uri.getRawPath().matches("/?")
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null;
  }

  /** Empty where nobody has to log in. */
  public Optional<Secret> password() {
    return login.map(Login::password);
  }

  /** What may be shown of it. */
  String place() {
    return "proxy " + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
