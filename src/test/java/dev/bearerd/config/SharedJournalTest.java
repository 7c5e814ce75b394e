package dev.bearerd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replicas share what they remember. */
final class SharedJournalTest {
  private final Path directory;

  SharedJournalTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @ValueSource(strings = {"journal: /var/lib/bearerd", "max-concurrent: 8"})
  void shardsNeedAJournalInASecret(String other) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(other))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .singleElement()
                    .asString()
                    .contains(
                        "bearerd.yaml:3: kubernetes.shards: more than one needs"
                            + " journal.kubernetes-secret"));
  }

  @Test
  void shardsWithAJournalInASecretAreFine() throws IOException {
    assertThat(read("journal: {kubernetes-secret: j}").agent().kubernetes().shards()).isEqualTo(3);
  }

  private Configuration read(String keys) throws IOException {
    var text = "bearerd:\n  %s\n  kubernetes: {shards: 3}\n  providers: {a: {}}\n".formatted(keys);
    var file = Files.writeString(directory.resolve("bearerd.yaml"), text);
    return new ConfigurationReader(Map.of()).read(List.of(file));
  }
}
