package dev.bearerd.oauth;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/** A client that is closed once it has been retired and its last user has released it. */
final class SharedClient {
  private final RestEndpoint endpoint;
  private final Route.Version version;
  private final Optional<Instant> certificateExpiry;
  private int users;
  private boolean retired;

  SharedClient(RestEndpoint endpoint, Route.Version version, Optional<Instant> certificateExpiry) {
    this.endpoint = endpoint;
    this.version = version;
    this.certificateExpiry = certificateExpiry;
  }

  RestEndpoint endpoint() {
    return endpoint;
  }

  /** Of what it was made from. */
  Route.Version version() {
    return version;
  }

  /** Of the client certificate that it shows. */
  Optional<Instant> certificateExpiry() {
    return certificateExpiry;
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
