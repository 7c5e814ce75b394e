package dev.bearerd.config;

/**
 * A secret that was written into the configuration; it prints as {@code ***}. The type of SmallRye
 * Config for this is of no use here: an Optional of it is present even where no secret was given.
 */
public final class SecretText {
  private final String text;

  SecretText(String text) {
    this.text = text;
  }

  public String get() {
    return text;
  }

  @Override
  public String toString() {
    return "***";
  }
}
