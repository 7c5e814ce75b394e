package dev.bearerd.curl;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code $'…'}, in which browsers write what they copy as a curl command. */
final class AnsiQuotes {
  private static final Pattern START = Pattern.compile("\\$'");
  private static final Pattern END = Pattern.compile("'");
  private static final Pattern PLAIN = Pattern.compile("[^'\\\\]+");
  private static final Pattern ASCII = Pattern.compile("\\\\x([0-7][0-9A-Fa-f]?)");
  private static final Pattern UNICODE = Pattern.compile("\\\\u([0-9A-Fa-f]{1,4})");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([ntr\\\\'\"?])");
  private static final Map<String, String> CONTROLS = Map.of("n", "\n", "t", "\t", "r", "\r");

  private AnsiQuotes() {}

  static Optional<String> accept(Cursor cursor) {
    return cursor.accept(START, 0).map(start -> quoted(cursor));
  }

  private static String quoted(Cursor cursor) {
    var text = new StringBuilder();
    while (cursor.accept(END, 0).isEmpty()) {
      text.append(piece(cursor));
    }
    return text.toString();
  }

  private static String piece(Cursor cursor) {
    return cursor
        .accept(PLAIN, 0)
        .or(() -> cursor.accept(ASCII, 1).map(AnsiQuotes::character))
        .or(() -> cursor.accept(UNICODE, 1).map(AnsiQuotes::character))
        .or(() -> cursor.accept(ESCAPE, 1).map(name -> CONTROLS.getOrDefault(name, name)))
        .orElseThrow(
            () ->
                cursor.atEnd()
                    ? Unreadable.open("$'")
                    : new CurlException(
                        "an escape within $'…' is none of \\n \\t \\r \\\\ \\' \\\" \\xHH \\uHHHH;"
                            + " write the character itself"));
  }

  private static String character(String hex) {
    var character = Character.toString(Integer.parseInt(hex, 16));
    Variables.refuseMarks(character);
    return character;
  }
}
