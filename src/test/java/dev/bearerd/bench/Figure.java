package dev.bearerd.bench;

import java.util.Locale;
import java.util.Optional;

/**
 * One line of the table.
 *
 * @param binary what was measured
 * @param bound what the value must stay under; without one it is only recorded
 */
record Figure(String binary, String what, double value, String unit, Optional<Double> bound) {
  private static final String ROW = "%-8s %-48s %10s %10s  %s";

  static String heading() {
    return row("", "figure", "value", "bound", "");
  }

  boolean holds() {
    return bound.map(most -> value < most).orElse(true);
  }

  @Override
  public String toString() {
    return row(
        binary,
        what,
        amount(value),
        bound.map(this::amount).orElse("-"),
        bound.isEmpty() ? "" : holds() ? "pass" : "FAIL");
  }

  private String amount(double number) {
    return String.format(Locale.ROOT, "%.2f %s", number, unit);
  }

  private static String row(String binary, String what, String value, String bound, String holds) {
    return ROW.formatted(binary, what, value, bound, holds).stripTrailing();
  }
}
