package dev.bearerd.oauth;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A client that is closed once it has been retired and its last user has released it. */
final class SharedClient {
  private final RestEndpoint endpoint;
  private final Optional<CaFile.Version> version;
  private int users;
  private boolean retired;

  SharedClient(RestEndpoint endpoint, Optional<CaFile.Version> version) {
    this.endpoint = endpoint;
    this.version = version;
  }

  RestEndpoint endpoint() {
    return endpoint;
  }

  /** Of the CA file that it trusts. */
  Optional<CaFile.Version> version() {
    return version;
  }

  synchronized void use() {
    users++;
  }

  synchronized void release() {
    users--;
    closeIfUnused();
  }

  synchronized void retire() {
    retired = true;
    closeIfUnused();
  }

  private void closeIfUnused() {
    if (retired && users == 0 && endpoint instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
