package dev.bearerd.journal;

import dev.bearerd.file.FileAttributes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Locks by name between processes: each is one byte of one file, far behind its end. The file stays
 * open, as closing it would give up every lock that this process has on it.
 */
final class FileLocks {
  private static final Set<OpenOption> OPEN =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private final Path path;
  private final Set<String> taken = new HashSet<>();
  private Optional<Opened> opened = Optional.empty();

  FileLocks(Path path) {
    this.path = path;
  }

  /** A lock; closing it gives it up. */
  interface Lock extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * The file that the locks are on.
   *
   * @param identity what tells it from another that took its path
   */
  private record Opened(FileChannel channel, Optional<Object> identity) {}

  /**
   * Takes the lock of this name.
   *
   * @return empty while somebody else has it, here or in another process
   */
  synchronized Optional<Lock> take(String name) {
    if (!taken.add(name)) {
      return Optional.empty();
    }
    try {
      var lock = Optional.ofNullable(channel().tryLock(position(name), 1, false));
      if (lock.isEmpty()) {
        taken.remove(name);
      }
      return lock.map(locked -> () -> release(name, locked));
    } catch (IOException e) {
      taken.remove(name);
      throw new JournalException("cannot lock " + path + ": " + e.getMessage());
    }
  }

  private synchronized void release(String name, FileLock lock) {
    taken.remove(name);
    try {
      lock.release();
    } catch (IOException e) {
      throw new JournalException("cannot unlock " + path + ": " + e.getMessage());
    }
  }

  /** Locks on a file that somebody removed would keep nobody away. */
  private FileChannel channel() throws IOException {
    var current = opened.filter(file -> file.identity().equals(identity()));
    if (current.isPresent()) {
      return current.get().channel();
    }
    var mode = PosixFilePermissions.asFileAttribute(FileAttributes.PRIVATE.mode());
    var channel = FileChannel.open(path, OPEN, mode);
    opened = Optional.of(new Opened(channel, identity()));
    return channel;
  }

  private Optional<Object> identity() {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The same for a name in every process. */
  private static long position(String name) {
    var bytes = name.getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(bytes).getLeastSignificantBits() & (Long.MAX_VALUE - 1);
  }
}
