package dev.bearerd.curl;

import java.util.Map;
import java.util.regex.Pattern;

/** Says in words why a command cannot be read on, and what to do. */
final class Unreadable {
  private static final Pattern CULPRIT = Pattern.compile("\\$\\(|.", Pattern.DOTALL);
  private static final Map<String, String> COMPLAINTS =
      Map.of(
          "'",
          "a single quote ' is not closed; close it, or write it as '\\'' within single quotes",
          "`",
          "a backtick runs another command; write what that prints, or a variable such as $VALUE"
              + " (and join lines that end with a backtick, as in PowerShell)",
          "$(",
          "$(…) runs another command; write what that prints, or a variable such as $VALUE",
          "$",
          "a $ is followed by what is no plain variable; write ${NAME}, or quote the $ with single"
              + " quotes",
          "<",
          "a < outside of quotes takes input; put real values in the place of those such as <host>",
          "^",
          "a line ends with ^, as on Windows; end it with \\ or join the lines, and quote as a Unix"
              + " shell does",
          "\\",
          "a backslash stands at the end, or before spaces at the end of a line; remove the spaces");

  private Unreadable() {}

  static CurlException at(Cursor cursor) {
    var culprit = cursor.accept(CULPRIT, 0).orElse("");
    return new CurlException(COMPLAINTS.getOrDefault(culprit, "the command cannot be read"));
  }

  static CurlException open(String quote) {
    return new CurlException("a quote that starts with " + quote + " is not closed; close it");
  }
}
