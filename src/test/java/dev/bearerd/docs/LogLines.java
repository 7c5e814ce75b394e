package dev.bearerd.docs;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The lines that the sources can log, found by how they are written. */
final class LogLines {
  private static final Path MAIN = Path.of("src/main/java");

  /** Up to the end of the first argument, which holds the text. */
  private static final String FIRST_ARGUMENT = "\\(((?:[^\",;]|\"(?:\\\\.|[^\"\\\\])*\")+)";

  private static final Pattern STATEMENT = Pattern.compile("\\bLOG\\s*\\.(\\w+)" + FIRST_ARGUMENT);
  private static final Pattern ADVICE = Pattern.compile("\\badvice\\s*\\.add" + FIRST_ARGUMENT);

  /** The constant text with which a literal starts, before keys, placeholders or the end. */
  private static final Pattern TEXT =
      Pattern.compile("(?<!\\\\)\"([a-z]+(?: [a-z]+)*)(?= [\\w-]+=| %|\")");

  private LogLines() {}

  /** Level by constant text, of all lines in all sources. */
  static Map<String, String> all() {
    var lines = new TreeMap<String, String>();
    sources().values().forEach(source -> lines.putAll(in(source)));
    return lines;
  }

  /** Level by constant text, of the lines in one source. */
  static Map<String, String> in(String source) {
    var lines = new TreeMap<String, String>();
    STATEMENT
        .matcher(source)
        .results()
        .forEach(log -> texts(log.group(2)).forEach(text -> lines.put(text, level(log.group(1)))));
    ADVICE.matcher(source).results().forEach(a -> lines.put(texts(a.group(1)).get(0), "WARN"));
    return lines;
  }

  /** Statements in which no text can be found. */
  static List<String> withoutText() {
    return sources().values().stream()
        .flatMap(source -> STATEMENT.matcher(source).results())
        .filter(statement -> texts(statement.group(2)).isEmpty())
        .map(MatchResult::group)
        .toList();
  }

  /** Every source by its path. */
  static Map<Path, String> sources() {
    try (var files = Files.walk(MAIN)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .collect(toMap(file -> file, LogLines::read));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(String argument) {
    return TEXT.matcher(argument).results().map(match -> match.group(1)).toList();
  }

  private static String level(String method) {
    return Stream.of("ERROR", "WARN", "INFO", "DEBUG")
        .filter(level -> method.startsWith(level.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElse(method);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
