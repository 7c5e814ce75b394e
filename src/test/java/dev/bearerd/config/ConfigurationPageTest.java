package dev.bearerd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds docs/configuration.md to the truth: every key has a row, every YAML block is one whole
 * file.
 */
final class ConfigurationPageTest {
  private static final Path PAGE = Path.of("docs/configuration.md");

  @Test
  void pageHasARowForEveryKeyWithItsDefault() throws IOException {
    var rows = Files.readAllLines(PAGE);

    assertThat(KeysTest.keys(Keys.PROVIDER)).allSatisfy(key -> assertHasRow(rows, key));
    assertThat(KeysTest.keys(Keys.AGENT)).allSatisfy(key -> assertHasRow(rows, key));
    assertThat(KeysTest.defaults(ProviderConfig.class))
        .allSatisfy((key, text) -> assertThat(row(rows, key)).contains("| `" + text + "` |"));
    assertThat(KeysTest.defaults(AgentConfig.class))
        .allSatisfy((key, text) -> assertThat(row(rows, key)).contains("| `" + text + "` |"));
  }

  @Test
  void everyBlockOfThePageLoads(@TempDir Path directory) throws IOException {
    var blocks = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(PAGE)).results();
    var file = directory.resolve("bearerd.yaml");

    assertThat(blocks.map(block -> block.group(1)))
        .isNotEmpty()
        .allSatisfy(
            yaml -> {
              Files.writeString(file, yaml);
              assertThatCode(() -> new ConfigurationReader(Map.of()).read(List.of(file)))
                  .doesNotThrowAnyException();
            });
  }

  private static void assertHasRow(List<String> rows, String key) {
    assertThat(row(rows, key)).as(key).isNotEmpty();
  }

  /** A list of values has the row of the list, and formats have the same settings everywhere. */
  private static String row(List<String> rows, String key) {
    var written =
        key.replaceFirst("\\[\\*]$", "")
            .replaceFirst("(directory|kubernetes-secret)\\.entries\\.\\*\\.", "file.format.");
    var start = "| `" + written + "` |";
    return rows.stream().filter(row -> row.startsWith(start)).findFirst().orElse("");
  }
}
