package dev.bearerd.config;

import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Says in plain words why a text is not YAML. The parser's own words are not repeated: they quote
 * the text, which may be a secret.
 */
final class YamlComplaint {

  /**
   * One way of being wrong.
   *
   * @param fragment of what the parser says
   */
  private record Words(String fragment, String words) {}

  /** The first one that fits is taken. */
  private static final List<Words> WORDS =
      List.of(
          new Words("another document", "holds more than one document; make a file of each"),
          new Words("(TAB)", "a tab is used for indentation; use spaces"),
          new Words("cannot start any token", "a value starts with a special character; quote it"),
          new Words("undefined alias", "a value starts with * but no such anchor exists; quote it"),
          new Words("while scanning an alias", "a value starts with *; quote it"),
          new Words("while scanning an anchor", "a value starts with &; quote it"),
          new Words("Global tag", "tags are not supported; quote a value that starts with !"),
          new Words("while scanning a tag", "a value starts with !; quote it"),
          new Words("tag handle", "a value starts with !; quote it"),
          new Words("unknown escape", "an unknown \\ escape in double quotes; use single quotes"),
          new Words("hexadecimal", "a broken \\ escape in double quotes; use single quotes"),
          new Words("quoted scalar", "a quote is opened here and never closed"),
          new Words(
              "mapping values are not allowed",
              "a second colon; check the indentation, or quote the value"),
          new Words("are not allowed here", "not possible at this place; check the indentation"),
          new Words("could not find expected ':'", "a colon with a space after the key is missing"),
          new Words("block end", "the indentation does not fit the lines above"),
          new Words("flow mapping", "a comma or } is missing"),
          new Words("flow sequence", "a comma or ] is missing"),
          new Words("block scalar", "only an indentation or chomping sign may follow | and >"),
          new Words("Nesting Depth", "is nested too deeply"),
          new Words("aliases", "aliases repeat too much; write the values out"));

  private YamlComplaint() {}

  /** The problem that stopped the parser. */
  static Problem of(YAMLException e, String file, String text) {
    return new Problem(new Location(file, line(e, text)), "", "is not YAML: " + words(e));
  }

  private static String words(YAMLException e) {
    if (e instanceof ReaderException) {
      return "a control character; remove it";
    }
    var message = String.valueOf(e.getMessage());
    return WORDS.stream()
        .filter(candidate -> message.contains(candidate.fragment()))
        .map(Words::words)
        .findFirst()
        .orElse("check indentation, colons and quotes here");
  }

  private static int line(YAMLException e, String text) {
    if (e instanceof ReaderException reader) {
      return 1 + (int) text.codePoints().limit(reader.getPosition()).filter(c -> c == '\n').count();
    }
    return e instanceof MarkedYAMLException marked
        ? mark(marked).map(Mark::getLine).orElse(-1) + 1
        : 0;
  }

  /** An open quote is found missing only at the end; where it was opened is what helps. */
  private static Optional<Mark> mark(MarkedYAMLException e) {
    var opened = Optional.ofNullable(e.getContextMark());
    var stopped = Optional.ofNullable(e.getProblemMark());
    return String.valueOf(e.getProblem()).contains("end of stream")
        ? opened.or(() -> stopped)
        : stopped.or(() -> opened);
  }
}
