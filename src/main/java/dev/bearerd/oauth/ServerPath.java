package dev.bearerd.oauth;

import java.net.URI;

/** Addresses below a server. */
public final class ServerPath {
  private ServerPath() {}

  /** With one slash between the two, whether or not the server's address ends with one. */
  public static URI of(URI server, String path) {
    return URI.create(server.toString().replaceFirst("/+$", "") + path);
  }
}
