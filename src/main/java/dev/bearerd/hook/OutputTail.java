package dev.bearerd.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The last lines of what a program writes, in little memory however much that is. A line that is
 * too long ends with a whole word, far behind what will be shown of it: half a secret could not be
 * masked any more.
 */
final class OutputTail {
  private static final int MOST_LINES = 20;
  private static final int LONGEST_LINE = 2000;

  /** More bytes than the longest line can have in UTF-8. */
  private static final int MOST_BYTES = 4 * LONGEST_LINE + 1;

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
  private static final Pattern LAST_WORD = Pattern.compile("\\S*$");

  private final Deque<byte[]> ended = new ArrayDeque<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  void add(byte[] bytes, int count) {
    int start = 0;
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        continueLine(bytes, start, i);
        endLine();
        start = i + 1;
      }
    }
    continueLine(bytes, start, count);
  }

  private void continueLine(byte[] bytes, int start, int end) {
    line.write(bytes, start, Math.min(end - start, MOST_BYTES - line.size()));
  }

  private void endLine() {
    if (line.size() > 0) {
      ended.add(line.toByteArray());
      line.reset();
    }
    if (ended.size() > MOST_LINES) {
      ended.remove();
    }
  }

  /** The last lines that are not blank, also one that has not ended. */
  List<String> lines() {
    var lines =
        Stream.concat(ended.stream(), Stream.of(line.toByteArray()))
            .map(OutputTail::readable)
            .filter(text -> !text.isEmpty())
            .toList();
    return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
  }

  /** Cuts last: each character that was replaced still counts, so that every cut is seen. */
  private static String readable(byte[] bytes) {
    var text = CONTROL.matcher(new String(bytes, UTF_8)).replaceAll(" ");
    return (text.length() > LONGEST_LINE ? cut(text) : text).strip();
  }

  private static String cut(String text) {
    return LAST_WORD.matcher(text.substring(0, LONGEST_LINE - 1)).replaceFirst("") + "…";
  }
}
