package dev.bearerd.github;

import java.util.Locale;
import java.util.regex.Pattern;

/** What an installation may do to one sort of things, written {@code contents:read}. */
public record Permission(String name, Level level) {
  private static final Pattern WRITTEN = Pattern.compile("([a-z_]+):(read|write|admin)");

  /** How much. */
  public enum Level {
    READ,
    WRITE,
    ADMIN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The permission that is written so.
   *
   * @throws IllegalArgumentException with the configuration key, where it is none
   */
  public static Permission of(String text) {
    var match = WRITTEN.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "scopes: must be permissions of a GitHub App such as contents:read");
    }
    return new Permission(match.group(1), Level.valueOf(match.group(2).toUpperCase(Locale.ROOT)));
  }
}
