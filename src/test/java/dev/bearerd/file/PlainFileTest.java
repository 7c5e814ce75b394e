package dev.bearerd.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlainFileTest {
  private static final byte[] CONTENT = "token".getBytes(UTF_8);

  private final Path path;

  PlainFileTest(@TempDir Path directory) {
    path = directory.resolve("token");
  }

  @Test
  void hasItsFinalModeBeforeAnythingIsInIt() throws IOException {
    for (var mode : new String[] {"0400", "0440", "0600", "0666"}) {
      try (var channel = withMode(mode).create()) {
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(FileAttributes.mode(mode));
        assertThat(path).isEmptyFile();

        PlainFile.write(channel, CONTENT);
      }
      assertThat(withMode(mode).holds(CONTENT)).isTrue();
      Files.delete(path);
    }
  }

  private PlainFile withMode(String mode) {
    return new PlainFile(
        path, new FileAttributes(FileAttributes.mode(mode), Optional.empty(), Optional.empty()));
  }
}
