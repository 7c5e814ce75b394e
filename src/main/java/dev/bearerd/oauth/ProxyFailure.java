package dev.bearerd.oauth;

import dev.bearerd.token.TokenException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Why a proxy makes no connection, in words that name it without its credentials. */
final class ProxyFailure {
  static final int LOGIN_WANTED = 407;

  private static final Pattern STATUS = Pattern.compile("status: (\\d{3})");

  private ProxyFailure() {}

  /** The host was not asked, and its credentials are not what was refused. */
  static TokenException loginWanted(Way way) {
    return TokenException.local(
        way.toNextHop()
            + (way.proxy().flatMap(Proxy::login).isPresent()
                ? ": it does not accept its user and password"
                : ": it wants a user and a password; write them into its address")
            + " (HTTP 407)");
  }

  /** Explains what a client threw; empty where it is about something else. */
  static Optional<TokenException> of(Throwable thrown, Way way) {
    return thrown.getClass().getSimpleName().endsWith("ProxyConnectException")
        ? Optional.of(noTunnel(String.valueOf(thrown.getMessage()), way))
        : Optional.empty();
  }

  /** A refusal is the proxy's own; else it has found out what we would have found out. */
  private static TokenException noTunnel(String message, Way way) {
    var found = STATUS.matcher(message);
    if (!found.find()) {
      return way.withoutConnection(way.toNextHop() + ": no connection to " + way.server());
    }
    var status = Integer.parseInt(found.group(1));
    if (status == LOGIN_WANTED) {
      return loginWanted(way);
    }
    var words = "%s: no connection to %s (HTTP %d)";
    return status >= 500
        ? TokenException.hostDown(words.formatted(way.toNextHop(), way.server(), status))
        : TokenException.local(
            (words + ", does it allow that?").formatted(way.toNextHop(), way.server(), status));
  }
}
