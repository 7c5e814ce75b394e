package dev.bearerd.config;

import java.util.regex.Pattern;

/**
 * One thing that is wrong with the configuration. Shows keys and places, never a value.
 *
 * @param key dotted, below {@code bearerd}; empty where the whole file is meant
 * @param message lower case, one line: what is wrong, and what to do
 */
public record Problem(Location location, String key, String message) {
  private static final Pattern AFTER_KEY = Pattern.compile("[\\s:=].*", Pattern.DOTALL);

  @Override
  public String toString() {
    return location + ": " + (key.isEmpty() ? "" : shown() + ": ") + message;
  }

  /** What follows a separator that YAML did not take for one may be a secret. */
  private String shown() {
    var shown = AFTER_KEY.matcher(key).replaceFirst("");
    return shown.length() == key.length() ? key : shown + "…";
  }
}
