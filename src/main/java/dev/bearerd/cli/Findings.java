package dev.bearerd.cli;

import dev.bearerd.config.Problem;
import dev.bearerd.config.ProviderEntry;
import dev.bearerd.config.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Collects the problems of one provider, so that all are shown at once. */
final class Findings {
  private final ProviderEntry entry;
  private final List<Problem> problems = new ArrayList<>();

  Findings(ProviderEntry entry) {
    this.entry = entry;
  }

  /** The name of the provider. */
  String provider() {
    return entry.name();
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  void add(String key, String message) {
    problems.add(entry.problem(key, message));
  }

  /** What a value says of itself: the key, a colon, and what is wrong. */
  void addNamed(IllegalArgumentException complaint) {
    var message = String.valueOf(complaint.getMessage());
    add(
        message.substring(0, message.indexOf(':')),
        message.substring(message.indexOf(':') + 1).strip());
  }

  /** A key without which nothing can be done. */
  <T> Optional<T> require(String key, Optional<T> value, String why) {
    if (value.isEmpty()) {
      add(key, "is missing; " + why);
    }
    return value;
  }

  /** A key that would have no effect, and whose author expects one. */
  void unused(String key, Optional<?> value, String use) {
    if (value.isPresent()) {
      add(key, "has no effect here; it is used " + use);
    }
  }

  /** One of the known names, or a problem that suggests one. */
  <T> Optional<T> named(String key, String name, Optional<T> found, Collection<String> known) {
    if (found.isEmpty()) {
      var hint =
          Suggestion.closest(name, known)
              .map(closest -> "; did you mean " + closest + "?")
              .orElse("; known are " + String.join(", ", known));
      add(key, "is not known" + hint);
    }
    return found;
  }
}
