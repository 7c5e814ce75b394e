package dev.bearerd.oauth;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The client that the requests of one route share now. It is replaced when the route's version has
 * changed; while nothing has, no request waits for another one.
 */
final class CurrentClient {
  private final Supplier<Route.Version> version;
  private final Function<Route.Version, SharedClient> making;
  private Optional<SharedClient> current = Optional.empty();
  private boolean retired;

  /**
   * @param version as it is now; looked up for each request
   * @param making reads the files of keys and certificates
   */
  CurrentClient(Supplier<Route.Version> version, Function<Route.Version, SharedClient> making) {
    this.version = version;
    this.making = making;
  }

  /** One to be released after use. */
  SharedClient acquire() {
    return inUse(version.get()).orElseGet(this::replaced);
  }

  /** Closes it after its last exchange; what is sent all the same has a client of its own. */
  synchronized void retire() {
    retired = true;
    current.ifPresent(SharedClient::retire);
    current = Optional.empty();
  }

  private synchronized Optional<SharedClient> inUse(Route.Version wanted) {
    var client = current.filter(made -> made.version().equals(wanted));
    client.ifPresent(SharedClient::use);
    return client;
  }

  /** What was seen before may be older than what another request has replaced it by. */
  private synchronized SharedClient replaced() {
    var wanted = version.get();
    return inUse(wanted)
        .orElseGet(
            () -> {
              var made = making.apply(wanted);
              made.use();
              current.ifPresent(SharedClient::retire);
              current = Optional.of(made);
              if (retired) {
                retire();
              }
              return made;
            });
  }
}
