package dev.bearerd.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectorySweepTest {
  private static final String RANDOM = "0123456789abcdef0123456789abcdef";
  private static final String DEAD = "..generation." + RANDOM + ".bearerd";
  private static final Map<String, byte[]> ENTRIES = Map.of("token", "one".getBytes(UTF_8));

  private final Path path;

  DirectorySweepTest(@TempDir Path path) {
    this.path = path;
  }

  @Test
  void removesAllThatADeadWriterLeft() throws IOException {
    write();
    leaveOver();

    AtomicDirectory.sweep(path);

    assertJustTheCurrentGeneration();
  }

  @Test
  void nextWriteRemovesAllThatADeadWriterLeft() throws IOException {
    leaveOver();

    write();

    assertJustTheCurrentGeneration();
  }

  @Test
  void leavesTheUnfinishedWriteOfThisProcess() throws IOException {
    try (var unfinished = Generation.create(path, new SecureRandom())) {
      unfinished.write(ENTRIES, FileAttributes.PRIVATE);

      AtomicDirectory.sweep(path);
      write();

      unfinished.makeCurrent();
    }

    assertThat(path.resolve("token")).hasContent("one");
  }

  @Test
  void abandonedWriteLeavesNothing() throws IOException {
    try (var abandoned = Generation.create(path, new SecureRandom())) {
      abandoned.write(ENTRIES, FileAttributes.PRIVATE);
    }

    assertThat(path).isEmptyDirectory();
  }

  @Test
  void leavesWhatOthersMade() throws IOException {
    write();
    Files.createDirectory(path.resolve("..2026_11_21_16_23_40.1"));
    Files.createDirectory(path.resolve("..generation.0123.bearerd"));
    Files.createSymbolicLink(path.resolve("..data_tmp"), Path.of("..2026_11_21_16_23_40.1"));
    var before = path.toFile().list();

    AtomicDirectory.sweep(path);

    assertThat(path.toFile().list()).containsExactlyInAnyOrder(before);
  }

  @Test
  void doesNotFollowLinks(@TempDir Path elsewhere) throws IOException {
    var precious = Files.writeString(elsewhere.resolve("precious"), "keep");
    Files.createSymbolicLink(path.resolve(DEAD), elsewhere);
    var other = Files.createDirectory(path.resolve(DEAD.replace('0', '1')));
    Files.createSymbolicLink(other.resolve("link"), precious);

    AtomicDirectory.sweep(path);

    assertThat(path).isEmptyDirectory();
    assertThat(precious).hasContent("keep");
  }

  @Test
  void hasNothingToDoWhereTheDirectoryIsMissing() {
    assertThatCode(() -> AtomicDirectory.sweep(path.resolve("missing"))).doesNotThrowAnyException();
  }

  private void write() {
    new AtomicDirectory(path, FileAttributes.PRIVATE, new SecureRandom()).write(ENTRIES);
  }

  /** As a writer leaves it that is killed just before its rename. */
  private void leaveOver() throws IOException {
    Files.writeString(path.resolve(DEAD.substring(1)), "");
    Files.writeString(Files.createDirectory(path.resolve(DEAD)).resolve("token"), "half");
    Files.createSymbolicLink(path.resolve("..data_tmp" + DEAD.substring(1)), Path.of(DEAD));
  }

  private void assertJustTheCurrentGeneration() throws IOException {
    var current = Files.readSymbolicLink(path.resolve("..data")).toString();
    assertThat(path.toFile().list()).containsExactlyInAnyOrder("..data", "token", current);
    assertThat(current).isNotEqualTo(DEAD);
  }
}
