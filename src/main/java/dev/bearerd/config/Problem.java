package dev.bearerd.config;

/**
 * One thing that is wrong with the configuration. Shows keys and places, never a value.
 *
 * @param key dotted, below {@code bearerd}; empty where the whole file is meant
 * @param message lower case, one line: what is wrong, and what to do
 */
public record Problem(Location location, String key, String message) {

  @Override
  public String toString() {
    return location + ": " + (key.isEmpty() ? "" : key + ": ") + message;
  }
}
