package dev.bearerd.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
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
  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> EXISTING =
      Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final int RANDOM_BYTES = 16;
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

  static TemporaryFile create(Path target, FileAttributes attributes, RandomGenerator random)
      throws IOException {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    var name = "." + target.getFileName() + "." + HexFormat.of().formatHex(bytes) + SUFFIX;
    IN_USE.add(name);
    var path = target.resolveSibling(name);
    try {
      var privately = PosixFilePermissions.asFileAttribute(FileAttributes.PRIVATE.mode());
      var file = new TemporaryFile(path, FileChannel.open(path, CREATE, privately));
      file.prepare(attributes);
      return file;
    } catch (IOException | RuntimeException e) {
      IN_USE.remove(name);
      throw e;
    }
  }

  /** Locked last, as changing the mode opens and closes the file, which would give up the lock. */
  private void prepare(FileAttributes attributes) throws IOException {
    try {
      attributes.applyTo(path);
      lock();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Where a file system has no locks, no sweep gets one either, and left-over files stay. */
  private void lock() throws IOException {
    try {
      channel.lock();
    } catch (ClosedByInterruptException | FileLockInterruptionException e) {
      throw e;
    } catch (IOException e) {
      // not locked
    }
  }

  void write(byte[] content) throws IOException {
    var buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channel.force(true);
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
      IN_USE.remove(String.valueOf(path.getFileName()));
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
