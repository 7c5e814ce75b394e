package dev.bearerd.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents say themselves how long they must be, and of which character all of them is. */
final class ConcurrentWritesTest {
  private static final int READS_PER_READER = 10_000;
  private static final int WRITES_PER_WRITER = 250;

  private final Path path;

  ConcurrentWritesTest(@TempDir Path directory) {
    path = directory.resolve("token");
    file().write(content(0));
  }

  @Test
  void readersSeeOnlyWholeContentsWhileTwoWritersWrite() throws Exception {
    var writing = new AtomicBoolean(true);
    var threads = Executors.newFixedThreadPool(4);
    try {
      var firstReader = threads.submit(() -> readMany(writing));
      var secondReader = threads.submit(() -> readMany(writing));
      var firstWriter = threads.submit(() -> writeMany(file()));
      var secondWriter = threads.submit(() -> writeMany(file()));

      firstWriter.get();
      secondWriter.get();
      writing.set(false);

      assertThat(firstReader.get()).isGreaterThanOrEqualTo(READS_PER_READER);
      assertThat(secondReader.get()).isGreaterThanOrEqualTo(READS_PER_READER);
      assertThat(path.getParent()).isDirectoryNotContaining("glob:**.bearerd");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void sweepLeavesTheWritesOfThisProcessAlone() throws Exception {
    var threads = Executors.newSingleThreadExecutor();
    try {
      var writes = threads.submit(() -> writeMany(file()));

      while (!writes.isDone()) {
        AtomicFile.sweep(path.resolveSibling("."));
      }

      writes.get();
    } finally {
      threads.shutdownNow();
    }
  }

  private static void writeMany(AtomicFile file) {
    for (var i = 0; i < WRITES_PER_WRITER; i++) {
      file.write(content(i));
    }
  }

  private int readMany(AtomicBoolean writing) throws IOException {
    var reads = 0;
    for (; writing.get() || reads < READS_PER_READER; reads++) {
      assertWhole(Files.readString(path, US_ASCII));
    }
    return reads;
  }

  private static byte[] content(int number) {
    var length = 1000 + number * 40;
    var letter = (char) ('a' + number % 26);
    return (length + ":" + String.valueOf(letter).repeat(length)).getBytes(US_ASCII);
  }

  private static void assertWhole(String content) {
    var colon = content.indexOf(':');
    assertThat(colon).as("a whole content").isPositive();
    var body = content.substring(colon + 1);
    assertThat(body.length()).isEqualTo(Integer.parseInt(content.substring(0, colon)));
    assertThat(body.chars().allMatch(c -> c == body.charAt(0))).as("one content").isTrue();
  }

  private AtomicFile file() {
    return new AtomicFile(path, FileAttributes.PRIVATE, new SecureRandom());
  }
}
