package dev.bearerd.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process kit, tried with a shell script in place of the agent. */
final class BearerdTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String SCRIPT =
      """
      #!/bin/sh
      case $1 in
        wait) trap 'echo bye >&2; exit 0' TERM; echo ready >&2; while :; do sleep 0.1; done ;;
        *) echo "$1 $COLOUR $PWD"; echo oops >&2; exit 3 ;;
      esac
      """;

  private final Path directory;
  private final Bearerd bearerd;

  BearerdTest(@TempDir Path directory) throws IOException {
    this.directory = directory.toRealPath();
    var script = Files.writeString(directory.resolve("agent"), SCRIPT);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    this.bearerd = new Bearerd(script, this.directory).with("COLOUR", "blue");
  }

  @AfterEach
  void stop() {
    bearerd.close();
  }

  @Test
  void reportsWhatAProcessLeft() {
    var result = bearerd.run("hello");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.stdout()).isEqualTo("hello blue " + directory + "\n");
    assertThat(result.stderr()).isEqualTo("oops\n");
    assertThat(result.duration()).isPositive();
  }

  @Test
  void showsStderrWhileTheProcessRuns() {
    var process = bearerd.start("wait");

    assertThat(process.awaitLine("ready"::equals, SOON)).isEqualTo("ready");
    assertThat(process.isAlive()).isTrue();
    assertThat(process.terminate()).isZero();
    assertThat(process.lines()).containsExactly("ready", "bye");
  }

  @Test
  void endsWhatStillRunsWhenClosed() {
    var process = bearerd.start("wait");

    bearerd.close();

    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void killsWithoutAWord() {
    var process = bearerd.start("wait");
    process.awaitLine("ready"::equals, SOON);

    process.kill();

    assertThat(process.lines()).containsExactly("ready");
  }
}
