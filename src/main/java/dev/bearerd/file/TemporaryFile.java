package dev.bearerd.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The file beside the final one that a write goes to. Its writer holds a lock on it, which ends
 * with the process, so that one whose lock can be taken is known to be left over.
 */
final class TemporaryFile implements AutoCloseable {
  private static final Set<OpenOption> EXISTING =
      Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final int RANDOM_BYTES = 16;
  private static final int MAX_TRIES = 20;
  private static final String SUFFIX = ".bearerd";
  private static final Pattern NAME = Pattern.compile("\\..+\\.[0-9a-f]{32}\\.bearerd");

  /** What its name has more than the final one. */
  static final int EXTRA_LENGTH = 2 + 2 * RANDOM_BYTES + SUFFIX.length();

  /**
   * Names in use by this process. A lock belongs to the process, and closing any channel of the
   * file gives it up: this process must not even look at the locks of these.
   */
  private static final Set<String> IN_USE = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private TemporaryFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes one beside the target. Where the sweep of another process took it, not yet locked, for
   * one that is left over, another is made, of another name.
   *
   * @throws NoSuchFileException when the directory is missing
   */
  static TemporaryFile create(Path target, FileAttributes attributes, RandomGenerator random)
      throws IOException {
    for (var tries = 1; ; tries++) {
      try {
        return createOnce(target, attributes, random);
      } catch (NoSuchFileException e) {
        if (tries == MAX_TRIES || !Files.isDirectory(target.resolveSibling(""))) {
          throw e;
        }
      }
    }
  }

  private static TemporaryFile createOnce(
      Path target, FileAttributes attributes, RandomGenerator random) throws IOException {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    var name = "." + target.getFileName() + "." + HexFormat.of().formatHex(bytes) + SUFFIX;
    var path = target.resolveSibling(name);
    IN_USE.add(name);
    try {
      var file = new TemporaryFile(path, new PlainFile(path, attributes).create());
      file.lock();
      return file;
    } catch (IOException | RuntimeException e) {
      IN_USE.remove(name);
      throw e;
    }
  }

  String name() {
    return String.valueOf(path.getFileName());
  }

  /** Done after its mode is set: that opens and closes the file, which would give up the lock. */
  private void lock() throws IOException {
    try {
      lockIfPossible();
      if (!Files.exists(path)) { // a sweep was faster than the lock
        throw new NoSuchFileException(path.toString());
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Where a file system has no locks, no sweep gets one either, and left-over files stay. */
  private void lockIfPossible() throws IOException {
    try {
      channel.lock();
    } catch (ClosedByInterruptException | FileLockInterruptionException e) {
      throw e;
    } catch (IOException e) {
      // not locked
    }
  }

  void write(byte[] content) throws IOException {
    PlainFile.write(channel, content);
  }

  void moveTo(Path target) throws IOException {
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes it, unless it was moved. */
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(path);
    } finally {
      IN_USE.remove(name());
    }
  }

  /** Removes what dead writers have left in a directory; what may not be touched stays. */
  static void sweep(Path directory) {
    var names = directory.toFile().list((parent, name) -> isUnused(name));
    if (names != null) { // it is where the directory is missing or may not be listed
      for (var name : names) {
        removeIfLeftOver(directory.resolve(name));
      }
    }
  }

  private static boolean isUnused(String name) {
    return name.endsWith(SUFFIX) && NAME.matcher(name).matches() && !IN_USE.contains(name);
  }

  private static void removeIfLeftOver(Path file) {
    try (var channel = FileChannel.open(file, EXISTING)) {
      if (channel.tryLock() != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | OverlappingFileLockException e) {
      return; // gone, not ours, or being written
    }
  }
}
