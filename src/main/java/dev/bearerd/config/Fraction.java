package dev.bearerd.config;

import java.util.regex.Pattern;

/**
 * A part of a whole.
 *
 * @param value from 0 to 1
 */
public record Fraction(double value) {
  private static final Pattern TEXT = Pattern.compile("\\d{1,3}(\\.\\d{1,9})?%?");

  public Fraction {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("is not between 0% and 100%");
    }
  }

  /** Reads a percentage such as {@code 75%}, or a number such as {@code 0.75}. */
  public static Fraction parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("is no percentage such as 75%");
    }
    return text.endsWith("%")
        ? new Fraction(Double.parseDouble(text.substring(0, text.length() - 1)) / 100)
        : new Fraction(Double.parseDouble(text));
  }
}
