package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.config.AgentConfig;
import dev.bearerd.config.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlTokenTest {
  private static final Map<String, String> RUNTIME = Map.of("RUNTIME_DIRECTORY", "/run/bearerd");

  private final Path directory;

  ControlTokenTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void liesInTheDirectoryOfTheJournal() throws IOException {
    assertThat(ControlToken.place(config("/var/lib/bearerd"), RUNTIME))
        .hasValue(Path.of("/var/lib/bearerd"));
  }

  @Test
  void liesInTheRuntimeDirectoryWhereTheJournalHasNone() throws IOException {
    assertThat(ControlToken.place(config("{kubernetes-secret: j}"), RUNTIME))
        .hasValue(Path.of("/run/bearerd"));
  }

  @Test
  void liesNowhereElse() throws IOException {
    var config = config("{kubernetes-secret: j}");

    assertThat(ControlToken.place(config, Map.of())).isEmpty();
    assertThat(ControlToken.place(config, Map.of("RUNTIME_DIRECTORY", ""))).isEmpty();
    assertThat(ControlToken.place(config, Map.of("RUNTIME_DIRECTORY", "/run/a:/run/b"))).isEmpty();
  }

  @Test
  void isForItsOwnUserAlone() throws IOException {
    var token = new ControlToken(directory, new Random(7));

    var made = token.make();

    assertThat(token.read()).hasValue(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token.path())))
        .isEqualTo("rw-------");
  }

  private AgentConfig config(String journal) throws IOException {
    var text =
        "bearerd:\n  journal: %s\n  providers:\n    a: {token-url: 'https://h/t', client-id: a}\n"
            .formatted(journal);
    var file = Files.writeString(directory.resolve("bearerd.yaml"), text);
    return new ConfigurationReader(Map.of()).read(List.of(file)).agent();
  }
}
