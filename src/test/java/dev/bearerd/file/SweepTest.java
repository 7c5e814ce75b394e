package dev.bearerd.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SweepTest {
  private static final String RANDOM = "0123456789abcdef0123456789abcdef";

  private final Path directory;

  SweepTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void removesWhatADeadWriterLeft() throws IOException {
    var leftOver = Files.writeString(directory.resolve(".token." + RANDOM + ".bearerd"), "half");
    var other = Files.createFile(directory.resolve(".a.json." + RANDOM + ".bearerd"));
    Files.writeString(directory.resolve("token"), "old");

    AtomicFile.sweep(directory);

    assertThat(leftOver).doesNotExist();
    assertThat(other).doesNotExist();
    assertThat(directory.resolve("token")).hasContent("old");
  }

  @Test
  void leavesAFileThatIsLocked() throws IOException {
    var inUse = directory.resolve(".token." + RANDOM + ".bearerd");
    try (var channel =
            FileChannel.open(inUse, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var lock = channel.lock()) {

      AtomicFile.sweep(directory);

      assertThat(lock.isValid()).isTrue();
      assertThat(inUse).exists();
    }
  }

  @Test
  void leavesTheFilesOfOthers() throws IOException {
    var others =
        new String[] {
          ".token." + RANDOM + ".tmp",
          ".token.bearerd",
          "..bearerd",
          ".token.0123.bearerd",
          "token." + RANDOM + ".bearerd"
        };
    for (var name : others) {
      Files.createFile(directory.resolve(name));
    }

    AtomicFile.sweep(directory);

    assertThat(directory.toFile().list()).containsExactlyInAnyOrder(others);
  }

  @Test
  void doesNotFollowALink() throws IOException {
    var precious = Files.writeString(directory.resolve("precious"), "keep");
    var link = directory.resolve(".token." + RANDOM + ".bearerd");
    Files.createSymbolicLink(link, precious);

    AtomicFile.sweep(directory);

    assertThat(precious).hasContent("keep");
  }

  @Test
  void hasNothingToDoWhereTheDirectoryIsMissing() {
    assertThatCode(() -> AtomicFile.sweep(directory.resolve("missing"))).doesNotThrowAnyException();
  }
}
