package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.config.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalRoomTest {
  private static final String SECRET = "journal: {kubernetes-secret: {name: journal}}";

  private final Path directory;

  JournalRoomTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aDirectoryHasRoomForAll() throws IOException {
    assertThat(problem("journal: /var/lib/bearerd", 1000, "{}")).isEmpty();
  }

  @Test
  void oneSecretHasRoomForTwoHundredAndFiftySixTokens() throws IOException {
    assertThat(problem(SECRET, 256, "{}")).isEmpty();
    assertThat(problem(SECRET, 257, "{}"))
        .hasValue(
            "257 providers do not fit into one Secret of 1 MiB: set kubernetes.shards to 2 or"
                + " more");
  }

  @Test
  void refreshTokensNeedMoreRoom() throws IOException {
    assertThat(problem(SECRET, 85, "{grant: password}")).isEmpty();
    assertThat(problem(SECRET, 86, "{grant: password}")).isPresent();
  }

  @Test
  void eachShardCounts() throws IOException {
    var two = SECRET + "\n  kubernetes: {shards: 2}";

    assertThat(problem(two, 257, "{}")).isEmpty();
    assertThat(problem(two, 1000, "{}").orElseThrow()).contains("do not fit into 2 Secrets");
  }

  @Test
  void whatNoNumberOfShardsHoldsIsToBeShared() throws IOException {
    assertThat(problem(SECRET, 30_000, "{}").orElseThrow())
        .contains("share them among several configurations");
  }

  private Optional<String> problem(String keys, int providers, String provider) throws IOException {
    var entries =
        IntStream.range(0, providers)
            .mapToObj(i -> "    p%d: %s\n".formatted(i, provider))
            .collect(Collectors.joining());
    var text = "bearerd:\n  " + keys + "\n  providers:\n" + entries;
    var file = Files.writeString(directory.resolve("bearerd.yaml"), text);
    return JournalRoom.problem(new ConfigurationReader(Map.of()).read(List.of(file)));
  }
}
