package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UptimeTest {
  private final Path directory;

  UptimeTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void readsWhatTheSystemTells() throws IOException {
    var uptime = new Uptime(file("7230.25 14000.00\n"));

    assertThat(uptime.get()).isEqualTo(Duration.ofMillis(7_230_250));
  }

  @Test
  void goesOnFromThereWhereTheSystemTellsItNoMore() throws IOException {
    var file = file("7230.25 14000.00\n");
    var uptime = new Uptime(file);
    uptime.get();

    Files.delete(file);

    assertThat(uptime.get()).isBetween(Duration.ofSeconds(7230), Duration.ofSeconds(7260));
  }

  @Test
  void countsSomethingWhereTheSystemTellsNothing() throws IOException {
    var uptime = new Uptime(file("soon"));

    assertThat(uptime.get()).isLessThanOrEqualTo(uptime.get());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("uptime"), text);
  }
}
