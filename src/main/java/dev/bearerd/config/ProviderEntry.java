package dev.bearerd.config;

import java.util.Map;

/**
 * One provider of the configuration, and where each of its keys was written: in its own entry, in
 * the defaults, or in an environment variable.
 *
 * @param locations by dotted key such as {@code publish[0].file.path}; the provider itself by the
 *     empty key
 * @param fingerprint changes with any key and any value, wherever they were written. Not to be
 *     shown: a weak secret could be guessed from it
 * @param identity changes with those keys that decide what a token is and who gives it; while it is
 *     the same, tokens obtained before are as good as new ones
 */
public record ProviderEntry(
    String name,
    ProviderConfig config,
    Map<String, Location> locations,
    String fingerprint,
    String identity) {
  public ProviderEntry {
    locations = Map.copyOf(locations);
    if (!locations.containsKey("")) {
      throw new IllegalArgumentException("provider " + name + " has no location of its own");
    }
  }

  /** Where the key was written, or else the nearest key that holds it. */
  public Location locate(String key) {
    var location = locations.get(key);
    return location == null ? locate(parent(key)) : location;
  }

  /**
   * A problem with one of this provider's keys, to be shown with the place where it was written.
   */
  public Problem problem(String key, String message) {
    return new Problem(
        locate(key), "providers." + name + (key.isEmpty() ? "" : "." + key), message);
  }

  /** Without the configuration and what was computed from it. */
  @Override
  public String toString() {
    return "provider " + name + " of " + locate("");
  }

  private static String parent(String key) {
    return key.substring(0, Math.max(0, Math.max(key.lastIndexOf('.'), key.lastIndexOf('['))));
  }
}
