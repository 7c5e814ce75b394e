package dev.bearerd.oauth;

import dev.bearerd.token.TokenException;
import java.net.URI;
import java.util.Optional;

/**
 * The way of a request, as it is named in messages.
 *
 * @param hasCertificate whether a certificate of the client is at hand
 */
record Way(URI url, Optional<Proxy> proxy, boolean hasCertificate) {

  boolean showsCertificate() {
    return hasCertificate && isSecure();
  }

  boolean isSecure() {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  /** Whoever a connection is made to. */
  String toNextHop() {
    return proxy.map(Proxy::place).orElseGet(this::server);
  }

  /** The next hop cannot be reached; of a host behind a proxy, that says little. */
  TokenException withoutConnection(String message) {
    return proxy.isPresent() ? TokenException.noAnswer(message) : TokenException.hostDown(message);
  }

  String toServer() {
    return server() + proxy.map(between -> " through " + between.place()).orElse("");
  }

  /** The server's host, with its port even where that is the usual one. */
  String server() {
    var origin = Redaction.origin(url);
    var written = origin.substring(origin.indexOf("://") + 3);
    var usual = isSecure() ? ":443" : ":80";
    return written.matches(".*:\\d+") ? written : written + usual;
  }

  /** Without what else the address may hold. */
  @Override
  public String toString() {
    return toServer();
  }
}
