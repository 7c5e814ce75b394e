package dev.bearerd.config;

import dev.bearerd.config.Node.Mapping;
import java.util.LinkedHashMap;

/** Puts the defaults under what a provider says itself. */
final class Defaults {
  private Defaults() {}

  /** The provider's keys, and those defaults that it does not contradict. */
  static Mapping under(Mapping provider, Mapping defaults) {
    var usable = new LinkedHashMap<>(defaults.values());
    for (var alternatives : Keys.ALTERNATIVES) {
      if (provider.values().keySet().stream().anyMatch(alternatives::contains)) {
        usable.keySet().removeAll(alternatives);
      }
    }
    return merged(provider, new Mapping(defaults.location(), usable));
  }

  /** Mappings are merged, everything else is replaced. */
  private static Mapping merged(Mapping provider, Mapping defaults) {
    var all = new LinkedHashMap<>(provider.values());
    defaults.values().forEach((key, value) -> all.merge(key, value, Defaults::prefer));
    return new Mapping(provider.location(), all);
  }

  private static Node prefer(Node own, Node other) {
    return own instanceof Mapping mapping && other instanceof Mapping defaults
        ? merged(mapping, defaults)
        : own;
  }
}
