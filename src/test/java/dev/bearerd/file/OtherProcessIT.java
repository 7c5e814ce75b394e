package dev.bearerd.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers that are other processes: some live, and some are killed in the middle of a write. */
final class OtherProcessIT {
  private static final int KILLS = 5;
  private static final String OLD = "a".repeat(200_000);
  private static final String NEW = "b".repeat(300_000);

  private final Path directory;
  private final Path path;

  OtherProcessIT(@TempDir Path directory) {
    this.directory = directory;
    this.path = directory.resolve("token");
  }

  @Test
  void killedWriterLeavesAWholeContentAndSweepTheRest() throws Exception {
    for (var i = 0; i < KILLS; i++) {
      var writer = start("write");
      Thread.sleep(20L * i); // a kill at another moment each time
      writer.destroyForcibly().waitFor();

      assertThat(Files.readString(path)).isIn(OLD, NEW);
      AtomicFile.sweep(directory);
      assertThat(directory.toFile().list()).containsExactly("token");
    }
  }

  @Test
  void sweepLeavesTheUnfinishedWriteOfALivingProcess() throws Exception {
    var writer = start("hold");
    try {
      AtomicFile.sweep(directory);
      assertThat(directory).isDirectoryContaining("glob:**/.token.*.bearerd");
    } finally {
      writer.destroyForcibly().waitFor();
    }

    AtomicFile.sweep(directory);

    assertThat(directory).isEmptyDirectory();
  }

  private Process start(String what) throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcessIT.class.getName(),
                what,
                path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.getInputStream().read()).as("the writer has begun").isEqualTo('!');
    return process;
  }

  private static AtomicFile file(Path path) {
    return new AtomicFile(path, FileAttributes.PRIVATE, new SecureRandom());
  }

  /** The other process: writes, or holds a write that it never finishes, until it is killed. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var path = Path.of(arguments[1]);
    if (arguments[0].equals("hold")) {
      try (var unfinished =
          TemporaryFile.create(path, FileAttributes.PRIVATE, new SecureRandom())) {
        unfinished.write(OLD.getBytes(US_ASCII));
        System.out.print('!');
        System.out.flush();
        Thread.sleep(60_000);
      }
    } else {
      file(path).write(OLD.getBytes(US_ASCII));
      System.out.print('!');
      System.out.flush();
      for (var end = System.nanoTime() + 60_000_000_000L; System.nanoTime() < end; ) {
        file(path).write(NEW.getBytes(US_ASCII));
        file(path).write(OLD.getBytes(US_ASCII));
      }
    }
  }
}
