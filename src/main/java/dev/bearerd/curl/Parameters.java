package dev.bearerd.curl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of a token request, each of which is taken by the key that stands for it. */
final class Parameters {
  private final Map<String, Given> values = new LinkedHashMap<>();

  void add(String name, Given value) {
    if (values.putIfAbsent(name, value) != null) {
      throw new CurlException(
          "a parameter can be sent only once, and is given twice" + shown(name));
    }
  }

  void addAll(Parameters more) {
    more.values.forEach(this::add);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Its value, which is no longer here from now on; empty where there is none, or an empty one. */
  Optional<Given> take(String name) {
    return Optional.ofNullable(values.remove(name))
        .filter(given -> !given.value().reveal().isEmpty());
  }

  Optional<String> takeText(String name) {
    return take(name).map(Given::text);
  }

  /** Its value, which stays here. */
  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(Given::text);
  }

  /** What no key has taken. */
  Map<String, Given> rest() {
    return Collections.unmodifiableMap(values);
  }

  /** For messages; what is no usual name may be the end of a secret that holds a {@code &}. */
  static String shown(String name) {
    return name.matches("[a-z_]{1,40}") ? ": " + name : "";
  }
}
