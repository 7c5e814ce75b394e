package dev.bearerd.curl;

import java.util.stream.Collectors;

/** Writes texts as YAML, such that they are read back as they were. */
final class YamlText {
  private static final String PLAIN = "[A-Za-z/][A-Za-z0-9_./:@-]*(?<!:)|\\d+m?s";
  private static final String OTHER_TYPE = "(?i)y|n|yes|no|on|off|null";

  private YamlText() {}

  static String of(String text) {
    if (text.matches(PLAIN) && !text.matches(OTHER_TYPE)) {
      return text;
    }
    return text.codePoints().allMatch(YamlText::isPrintable)
        ? "'" + text.replace("'", "''") + "'"
        : text.codePoints().mapToObj(YamlText::escaped).collect(Collectors.joining("", "\"", "\""));
  }

  private static boolean isPrintable(int character) {
    return (character >= ' ' && character < 0x7f)
        || (character < 0x10000 && Character.isLetterOrDigit(character));
  }

  private static String escaped(int character) {
    if (isPrintable(character)) {
      return character == '"' || character == '\\'
          ? "\\" + (char) character
          : Character.toString(character);
    }
    return character < 0x10000 ? "\\u%04x".formatted(character) : "\\U%08x".formatted(character);
  }
}
