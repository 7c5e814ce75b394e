package dev.bearerd.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where targets publish. Two writers of one path would replace each other's token for ever; and a
 * directory that is published as a whole holds nothing else.
 */
final class PublishedPaths {

  /** By path with a slash at its end, so that what a directory holds comes right after it. */
  private final TreeMap<String, Publisher> publishers = new TreeMap<>();

  private record Publisher(String name, boolean hasDirectory) {}

  /**
   * Adds a path.
   *
   * @return what keeps the publisher from using it
   */
  Optional<String> add(Path path, boolean isDirectory, String publisher) {
    var place = path.toAbsolutePath().normalize();
    var complaint =
        same(place)
            .or(() -> within(place))
            .or(() -> isDirectory ? around(place) : Optional.empty());
    publishers.putIfAbsent(key(place), new Publisher(publisher, isDirectory));
    return complaint;
  }

  private Optional<String> same(Path place) {
    return Optional.ofNullable(publishers.get(key(place)))
        .map(other -> "is already published to by " + other.name());
  }

  private Optional<String> within(Path place) {
    for (var above = place.getParent(); above != null; above = above.getParent()) {
      var other = publishers.get(key(above));
      if (other != null && other.hasDirectory()) {
        return Optional.of("is in the directory of " + other.name() + "; publish outside of it");
      }
    }
    return Optional.empty();
  }

  private Optional<String> around(Path place) {
    return Optional.ofNullable(publishers.higherEntry(key(place)))
        .filter(next -> next.getKey().startsWith(key(place)))
        .map(next -> "holds the target of " + next.getValue().name() + "; publish elsewhere");
  }

  private static String key(Path place) {
    return place.endsWith("/") ? place.toString() : place + "/";
  }
}
