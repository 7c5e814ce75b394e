package dev.bearerd.curl;

import java.util.regex.Pattern;

/**
 * Variables of the shell within a text. They stand between two characters that no command has, so
 * that the text can be decoded and taken apart like any other.
 */
final class Variables {
  private static final char START = '\uF8F0';
  private static final char END = '\uF8F1';
  private static final Pattern MARKED = Pattern.compile(START + "([^" + END + "]*)" + END);

  private Variables() {}

  static String mark(String name) {
    return START + name + END;
  }

  /** Refuses a text that could be taken for one with variables. */
  static void refuseMarks(String text) {
    if (text.indexOf(START) >= 0 || text.indexOf(END) >= 0) {
      throw new CurlException("the command holds a character for private use; remove it");
    }
  }

  static boolean areIn(String text) {
    return MARKED.matcher(text).find();
  }

  /** Whether there is nothing else in the text. */
  static boolean areAllOf(String text) {
    return areIn(text) && MARKED.matcher(text).replaceAll("").isEmpty();
  }

  /** The text as the value of a configuration's key, which expands variables too. */
  static String inConfiguration(String text) {
    if (text.contains("$" + START)) {
      throw new CurlException("a $ stands right before a variable, which no configuration can say");
    }
    return MARKED.matcher(text.replace("${", "$${")).replaceAll("\\${$1}");
  }
}
