package dev.bearerd.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Directories that other processes write, some of which are killed in the middle of it. Each entry
 * of a generation has the same content, which says how long it must be.
 */
@Timeout(120) // of seconds: else it would wait for ever for writes that do not come
final class DirectoryProcessIT {
  private static final Set<String> NAMES = new TreeSet<>(List.of("token", "header", "expires-at"));
  private static final int READS = 5_000;
  private static final int GENERATIONS = 100;
  private static final int KILLS = 8;

  private final Path path;

  DirectoryProcessIT(@TempDir Path directory) {
    path = directory.resolve("tokens");
  }

  @Test
  void readersSeeEachGenerationWhole() throws Exception {
    var writer = start("write");

    var misses = read();

    assertThat(writer.isAlive()).isTrue();
    assertThat(misses).as("an earlier generation stays for a while").isLessThan(READS / 100);
    writer.destroyForcibly().waitFor();
  }

  @Test
  void killedWriterLeavesAWholeGenerationAndSweepTheRest() throws Exception {
    for (var i = 0; i < KILLS; i++) {
      var writer = start("write");
      Thread.sleep(15L * i); // a kill at another moment each time
      writer.destroyForcibly().waitFor();

      assertWhole(generation());
      AtomicDirectory.sweep(path);
      assertJustOneGeneration();
      assertWhole(generation());
    }
  }

  @Test
  void twoWritersLeaveOneWholeGeneration() throws Exception {
    var first = start("write");
    var second = start("write");

    read();

    assertThat(first.isAlive() && second.isAlive()).as("both still write").isTrue();
    first.destroyForcibly().waitFor();
    second.destroyForcibly().waitFor();
    assertWhole(generation());
    AtomicDirectory.sweep(path);
    assertJustOneGeneration();
  }

  @Test
  void writesBesideProcessesThatDoNothingButSweep() throws Exception {
    Files.createDirectory(path);
    var directory = new AtomicDirectory(path, FileAttributes.PRIVATE, new SecureRandom());
    var first = start("sweep");
    var second = start("sweep");
    try {
      for (var i = 0; i < GENERATIONS; i++) {
        assertThat(directory.write(entries(i))).isTrue();
        assertThat(generation()).isEqualTo(texts(entries(i)));
      }
    } finally {
      first.destroyForcibly().waitFor();
      second.destroyForcibly().waitFor();
    }
  }

  @Test
  void sweepLeavesTheUnfinishedWriteOfALivingProcess() throws Exception {
    var writer = start("hold");
    try {
      AtomicDirectory.sweep(path);
      assertThat(path).isDirectoryContaining("glob:**/..generation.*.bearerd");
    } finally {
      writer.destroyForcibly().waitFor();
    }

    AtomicDirectory.sweep(path);

    assertThat(path).isEmptyDirectory();
  }

  /**
   * Reads in both ways, until it has seen enough.
   *
   * @return how often the reader was so slow that its generation was gone
   */
  private int read() throws IOException {
    var seen = new HashSet<String>();
    var misses = 0;
    for (var i = 0; i < READS || seen.size() < GENERATIONS; i++) {
      try {
        var generation = generation();
        assertWhole(generation);
        seen.addAll(generation.values());
        assertWhole(Files.readString(path.resolve("token"), US_ASCII));
      } catch (NoSuchFileException e) {
        misses++;
      }
    }
    return misses;
  }

  /** Opened once, as a careful reader does. */
  private Map<String, String> generation() throws IOException {
    var contents = new HashMap<String, String>();
    try (var data = Files.newDirectoryStream(path.resolve("..data"))) {
      var handle = (SecureDirectoryStream<Path>) data;
      for (var name : NAMES) {
        var options = Set.of(StandardOpenOption.READ);
        try (var in = Channels.newInputStream(handle.newByteChannel(Path.of(name), options))) {
          contents.put(name, new String(in.readAllBytes(), US_ASCII));
        }
      }
    }
    return contents;
  }

  private void assertJustOneGeneration() throws IOException {
    var expected = new HashSet<>(NAMES);
    expected.add("..data");
    expected.add(Files.readSymbolicLink(path.resolve("..data")).toString());
    assertThat(path.toFile().list()).containsExactlyInAnyOrder(expected.toArray(String[]::new));
  }

  private static void assertWhole(Map<String, String> generation) {
    assertThat(new HashSet<>(generation.values())).as("one generation").hasSize(1);
    generation.values().forEach(DirectoryProcessIT::assertWhole);
  }

  private static void assertWhole(String content) {
    var parts = content.split(":", -1);
    assertThat(parts).as("a whole content").hasSize(3);
    assertThat(parts[2].length()).isEqualTo(Integer.parseInt(parts[1]));
  }

  private Process start(String what) throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DirectoryProcessIT.class.getName(),
                what,
                path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.getInputStream().read()).as("the writer has begun").isEqualTo('!');
    return process;
  }

  /** The other process: writes, holds a write that it never finishes, or sweeps, until killed. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var path = Path.of(arguments[1]);
    if (arguments[0].equals("hold")) {
      Files.createDirectory(path);
      try (var unfinished = Generation.create(path, new SecureRandom())) {
        unfinished.write(entries(1), FileAttributes.PRIVATE);
        begun();
        Thread.sleep(60_000);
      }
    }
    var end = System.nanoTime() + 60_000_000_000L;
    if (arguments[0].equals("sweep")) {
      begun();
      while (System.nanoTime() < end) {
        AtomicDirectory.sweep(path);
      }
    }
    var directory = new AtomicDirectory(path, FileAttributes.PRIVATE, new SecureRandom());
    directory.write(entries(0));
    begun();
    for (var i = 1; System.nanoTime() < end; i++) {
      directory.write(entries(i));
    }
  }

  private static void begun() {
    System.out.print('!');
    System.out.flush();
  }

  private static Map<String, String> texts(Map<String, byte[]> entries) {
    var texts = new HashMap<String, String>();
    entries.forEach((name, content) -> texts.put(name, new String(content, US_ASCII)));
    return texts;
  }

  /** The process belongs to the content, so that no two writers ever write the same. */
  private static Map<String, byte[]> entries(int number) {
    var length = 100 + number % 5_000;
    var id = ProcessHandle.current().pid() + "-" + number;
    var content = (id + ":" + length + ":" + "x".repeat(length)).getBytes(US_ASCII);
    var entries = new HashMap<String, byte[]>();
    NAMES.forEach(name -> entries.put(name, content));
    return entries;
  }
}
