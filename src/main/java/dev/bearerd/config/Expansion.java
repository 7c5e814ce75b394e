package dev.bearerd.config;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${VAR}} and {@code ${VAR:default}} by the environment; a doubled dollar keeps the
 * brace as it is. What was put in is not expanded again.
 */
final class Expansion {
  private static final String ESCAPED = "$${";

  /** Group 1 is the name, group 2 the default; a bare start of a reference has neither. */
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$\\{|\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?})?");

  private final Map<String, String> environment;

  Expansion(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The text with everything expanded.
   *
   * @throws IllegalArgumentException with a message for the operator
   */
  String expand(String text) {
    return text.contains("${")
        ? REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match)))
        : text;
  }

  private String value(MatchResult match) {
    if (match.group().equals(ESCAPED)) {
      return "${";
    }
    if (match.group(1) == null) {
      throw new IllegalArgumentException(
          "holds ${ without a variable's name and }; write $${ where ${ itself is meant");
    }
    return variable(match);
  }

  private String variable(MatchResult match) {
    var value = environment.getOrDefault(match.group(1), match.group(2));
    if (value == null) {
      throw new IllegalArgumentException(
          "environment variable " + match.group(1) + " is not set and ${} gives no default");
    }
    return value;
  }
}
