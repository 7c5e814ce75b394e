package dev.bearerd.apiconnect;

import java.net.URI;

/** Addresses below a server. */
final class ServerPath {
  private ServerPath() {}

  static URI of(URI server, String path) {
    return URI.create(server.toString().replaceFirst("/+$", "") + path);
  }
}
