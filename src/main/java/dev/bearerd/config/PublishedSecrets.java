package dev.bearerd.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The Secrets that targets publish in. Each belongs to one target, which owns its set of keys. */
final class PublishedSecrets {
  private final Optional<String> namespace;
  private final Map<String, String> publishers = new HashMap<>();

  /**
   * @param namespace of those that name none, where it is known
   */
  PublishedSecrets(Optional<String> namespace) {
    this.namespace = namespace;
  }

  /**
   * Adds a Secret.
   *
   * @return what keeps the publisher from using it
   */
  Optional<String> add(Optional<String> own, String name, String publisher) {
    var place = own.or(() -> namespace).orElse("") + "/" + name;
    return Optional.ofNullable(publishers.putIfAbsent(place, publisher))
        .map(
            other ->
                "is already that of "
                    + other
                    + "; a Secret has one provider: put all entries there, or name another Secret");
  }
}
