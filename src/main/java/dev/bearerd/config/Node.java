package dev.bearerd.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A piece of the configuration that knows where it was written: the line of its key. */
sealed interface Node {
  Location location();

  /** A text. Its own type does not matter: the key decides what it must be. */
  record Scalar(Location location, String text) implements Node {

    /** Without the text, which may be a secret. */
    @Override
    public String toString() {
      return "value at " + location;
    }
  }

  /** A key without a value. */
  record Nothing(Location location) implements Node {}

  /** A list. */
  record Sequence(Location location, List<Node> elements) implements Node {}

  /** Keys and values, in the order of the file. */
  record Mapping(Location location, Map<String, Node> values) implements Node {
    public Mapping {
      values = Collections.unmodifiableMap(values);
    }

    /** This mapping without the keys that are not named. */
    Mapping only(Set<String> keys) {
      var kept = new LinkedHashMap<>(values);
      kept.keySet().retainAll(keys);
      return new Mapping(location, kept);
    }

    /** This mapping with another value; missing mappings on the way to it are made. */
    Mapping with(List<String> path, Node value) {
      var changed = new LinkedHashMap<>(values);
      changed.compute(
          path.get(0),
          (key, old) -> path.size() == 1 ? value : child(old, value).with(tail(path), value));
      return new Mapping(location, changed);
    }

    private static Mapping child(@Nullable Node old, Node value) {
      return old instanceof Mapping mapping ? mapping : new Mapping(value.location(), Map.of());
    }

    private static List<String> tail(List<String> path) {
      return path.subList(1, path.size());
    }
  }
}
