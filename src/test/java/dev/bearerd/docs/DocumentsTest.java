package dev.bearerd.docs;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.oauth.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links, and tables that repeat what the sources say. */
final class DocumentsTest {
  private static final Path MAIN = Path.of("src/main/java/dev/bearerd");

  private static final Pattern CHECK = Pattern.compile("\\.named\\(\"(\\w+)\"\\)");
  private static final Pattern ALLOWED =
      Pattern.compile("Map\\.entry\\(\"(\\w+)\", Set\\.of\\(([^)]*)\\)\\)");

  static List<Page> pages() {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Page page) {
    assertThat(page.links()).allSatisfy(target -> assertThat(target).exists());
  }

  @Test
  void everyPageIsReachedFromTheReadme() {
    var reached = new TreeSet<Path>();
    reach(Path.of("README.md"), reached);

    assertThat(reached).containsAll(Page.all().stream().map(Page::path).toList());
  }

  @Test
  void everyHealthCheckHasARow() throws IOException {
    var source = Files.readString(MAIN.resolve("status/HealthChecks.java"));
    var rows = Page.names(Page.of("docs/operations.md").section("Health"));

    assertThat(rows).hasSameElementsAs(found(CHECK, source)).isNotEmpty();
  }

  @Test
  void everyDialectHasAPage() {
    var overview = Page.of("docs/providers/README.md");

    assertThat(Page.names(overview.text().replace("| [`", "| `"))).containsAll(Dialect.names());
    assertThat(Dialect.names())
        .allSatisfy(
            preset -> {
              var page = Path.of("docs/providers", preset + ".md");
              assertThat(overview.links()).contains(page);
              assertThat(Files.readString(page)).startsWith("# " + preset + "\n");
            });
  }

  @Test
  void architectureShowsTheTableThatIsTested() throws IOException {
    var rules = Files.readString(Path.of("src/test/java/dev/bearerd/ArchitectureTest.java"));
    var tested =
        ALLOWED.matcher(rules).results().collect(toMap(m -> m.group(1), m -> words(m.group(2))));

    assertThat(documentedPackages()).containsAllEntriesOf(tested).hasSize(tested.size() + 1);
  }

  /** All packages but the last, which may use all. */
  private static Map<String, Set<String>> documentedPackages() {
    return Page.rows(Page.of("ARCHITECTURE.md").section("Packages")).stream()
        .map(row -> row.split("\\|"))
        .collect(toMap(cells -> cells[1].replaceAll("\\W", ""), cells -> words(cells[3])));
  }

  private static Set<String> words(String text) {
    return new TreeSet<>(Stream.of(text.split("\\W+")).filter(word -> !word.isEmpty()).toList());
  }

  private static void reach(Path path, Set<Path> reached) {
    if (reached.add(path.normalize()) && path.toString().endsWith(".md")) {
      Page.of(path.normalize().toString()).links().forEach(link -> reach(link, reached));
    }
  }

  private static List<String> found(Pattern pattern, String source) {
    return pattern.matcher(source).results().map(match -> match.group(1)).distinct().toList();
  }
}
