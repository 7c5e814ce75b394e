package dev.bearerd.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One page of the documents, as its Markdown is written. */
public record Page(Path path, String text) {
  private static final Pattern SPAN = Pattern.compile("(?<!`)`([^`\n]+)`(?!`)");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)`.*$");

  /** The page at that path of the repository. */
  public static Page of(String path) {
    return of(Path.of(path));
  }

  /** Every page that there is. */
  public static List<Page> all() {
    return Stream.of("", "bench", "docs", "k8s").flatMap(Page::below).toList();
  }

  private static Stream<Page> below(String directory) {
    var depth = directory.isEmpty() ? 1 : 9;
    try (var files = Files.walk(Path.of(directory), depth)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .map(Page::of)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Page of(Path path) {
    try {
      return new Page(path, Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands in the blocks of a language. */
  public List<String> blocks(String language) {
    return find(Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$"), text);
  }

  /** What stands between single backticks, outside of blocks. */
  public List<String> spans() {
    return find(SPAN, text.replaceAll("(?ms)^```.*?^```$", ""));
  }

  /** Where the page leads to in this repository. */
  public List<Path> links() {
    return find(LINK, text).stream().map(path::resolveSibling).toList();
  }

  /** What is between the title and the first heading of the second level. */
  public String head() {
    return text.split("\n## ", -1)[0];
  }

  /** What stands below a heading of the second level; empty where there is none. */
  public String section(String heading) {
    return Stream.of(text.split("(?m)^## ", -1))
        .filter(section -> section.startsWith(heading + "\n"))
        .findFirst()
        .orElse("");
  }

  /** The rows of a text's tables whose first cell starts with something in backticks. */
  public static List<String> rows(String text) {
    return ROW.matcher(text).results().map(MatchResult::group).toList();
  }

  /** What the first cells of these rows start with. */
  public static List<String> names(String text) {
    return find(ROW, text);
  }

  private static List<String> find(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
