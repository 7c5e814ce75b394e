package dev.bearerd.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Whatever came to light, by where it did. */
final class Evidence {
  private static final Pattern FRAME = Pattern.compile("(?m)^\\s+at .*\\R");

  private final List<Piece> pieces = new ArrayList<>();

  private record Piece(String place, String text) {
    @Override
    public String toString() {
      return place + " shows " + LeakSearch.in(text) + " in: " + text + "\n";
    }
  }

  /** Each line by itself, so that a leak is told with its line. */
  Evidence add(String place, String text) {
    pieces.add(new Piece(place, ""));
    text.lines().forEach(line -> pieces.add(new Piece(place, line)));
    return this;
  }

  /** With its causes, and what it suppressed. */
  Evidence add(String place, Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return add(place, FRAME.matcher(text.toString()).replaceAll(""));
  }

  String text() {
    return String.join("\n", pieces.stream().map(Piece::text).toList());
  }

  void assertClean() {
    assertThat(pieces).as("pieces of evidence").isNotEmpty();
    assertThat(pieces.stream().filter(piece -> !LeakSearch.in(piece.text()).isEmpty()).toList())
        .as("leaks")
        .isEmpty();
  }
}
