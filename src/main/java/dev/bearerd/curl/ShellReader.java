package dev.bearerd.curl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads one command as a POSIX shell does. Runs nothing and expands nothing: variables stay what
 * they are, and commands within the command are refused.
 */
final class ShellReader {
  private static final Pattern PROMPT = Pattern.compile("[$%#>][ \\t]+");
  private static final Pattern BLANK =
      Pattern.compile("[ \\t]+|\\\\\\r?\\n|2>(?:&1|>?[ \\t]*[^\\s|&;<>()]+)");
  private static final Pattern END = Pattern.compile("[|&;>()#\\r\\n]");
  private static final Pattern END_OF_WORD = Pattern.compile("[\\s|&;>()]");
  private static final Pattern REST = Pattern.compile("(?s).*");
  private static final Pattern TYPOGRAPHIC = Pattern.compile("[‘’“”–—]");

  private static final Pattern HOME = Pattern.compile("~(?=/)");
  private static final Pattern PLAIN = Pattern.compile("[^\\s\\\\'\"`$|&;<>()^]+");
  private static final Pattern CARET = Pattern.compile("\\^(?![ \\t]*(?:\\r?\\n|$))");
  private static final Pattern ESCAPED =
      Pattern.compile("\\\\(\\S|[ \\t](?![ \\t]*(?:\\r?\\n|$)))");
  private static final Pattern CONTINUED = Pattern.compile("\\\\\\r?\\n()");
  private static final Pattern SINGLE_QUOTED = Pattern.compile("'([^']*)'");
  private static final Pattern VARIABLE = Pattern.compile("\\$([A-Za-z_]\\w*)");
  private static final Pattern BRACED_VARIABLE = Pattern.compile("\\$\\{([A-Za-z_]\\w*)}");
  private static final Pattern DOLLAR = Pattern.compile("\\$(?![\\w{(\"'@*#?$!-])");

  private static final Pattern QUOTE = Pattern.compile("\"");
  private static final Pattern QUOTED = Pattern.compile("[^\"\\\\`$]+");
  private static final Pattern QUOTED_ESCAPE = Pattern.compile("\\\\([\"\\\\`$])");
  private static final Pattern QUOTED_BACKSLASH = Pattern.compile("\\\\(?!\\r?\\n|$)");
  private static final Pattern QUOTED_DOLLAR = Pattern.compile("\\$(?![\\w{(@*#?$!-])");

  private final Cursor cursor;

  private ShellReader(String text) {
    cursor = new Cursor(text.strip());
  }

  /**
   * The first command of the text.
   *
   * @throws CurlException where it is broken, or only a shell could know what it is
   */
  static ShellCommand read(String text) {
    Variables.refuseMarks(text);
    var reader = new ShellReader(text);
    reader.cursor.accept(PROMPT, 0);
    var words = reader.words();
    return new ShellCommand(words, reader.cursor.accept(REST, 0).orElse(""));
  }

  private List<String> words() {
    var words = new ArrayList<String>();
    skipBlanks();
    while (!cursor.atEnd() && !cursor.stands(END)) {
      words.add(word());
      skipBlanks();
    }
    return words;
  }

  private void skipBlanks() {
    while (cursor.stands(BLANK)) {
      cursor.accept(BLANK, 0);
    }
  }

  private String word() {
    if (cursor.stands(TYPOGRAPHIC)) {
      throw new CurlException(
          "a quote or hyphen is a typographic one, as word processors make them; type plain ones");
    }
    var word = new StringBuilder();
    cursor.accept(HOME, 0).map(tilde -> Variables.mark("HOME")).ifPresent(word::append);
    while (!cursor.atEnd() && !cursor.stands(END_OF_WORD)) {
      word.append(piece());
    }
    return word.toString();
  }

  private String piece() {
    return cursor
        .accept(PLAIN, 0)
        .or(() -> cursor.accept(CONTINUED, 1))
        .or(() -> cursor.accept(ESCAPED, 1))
        .or(() -> cursor.accept(CARET, 0))
        .or(() -> cursor.accept(SINGLE_QUOTED, 1))
        .or(() -> AnsiQuotes.accept(cursor))
        .or(() -> cursor.accept(QUOTE, 0).map(quote -> quoted()))
        .or(this::variable)
        .or(() -> cursor.accept(DOLLAR, 0))
        .orElseThrow(() -> Unreadable.at(cursor));
  }

  /** What stands between double quotes, of which the first has been read. */
  private String quoted() {
    var text = new StringBuilder();
    while (cursor.accept(QUOTE, 0).isEmpty()) {
      text.append(quotedPiece());
    }
    return text.toString();
  }

  private String quotedPiece() {
    return cursor
        .accept(QUOTED, 0)
        .or(() -> cursor.accept(CONTINUED, 1))
        .or(() -> cursor.accept(QUOTED_ESCAPE, 1))
        .or(() -> cursor.accept(QUOTED_BACKSLASH, 0))
        .or(this::variable)
        .or(() -> cursor.accept(QUOTED_DOLLAR, 0))
        .orElseThrow(() -> cursor.atEnd() ? Unreadable.open("\"") : Unreadable.at(cursor));
  }

  private Optional<String> variable() {
    return cursor
        .accept(VARIABLE, 1)
        .or(() -> cursor.accept(BRACED_VARIABLE, 1))
        .map(Variables::mark);
  }
}
