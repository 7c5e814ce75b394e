package dev.bearerd.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A file whose readers see the old content or the new one, whole, with its final owner and mode,
 * also when the process or the machine dies in the middle of a write. Any number of threads and
 * processes may write the same path at once: one of their contents stays. A missing directory is
 * made with mode 0750.
 */
public final class AtomicFile {
  private static final int MAX_NAME_BYTES = 255;

  private final Path path;
  private final Directory directory;
  private final PlainFile file;
  private final RandomGenerator random;

  /**
   * @param random for the names of temporary files, which nobody should guess
   */
  public AtomicFile(Path path, FileAttributes attributes, RandomGenerator random) {
    this.path = path.toAbsolutePath();
    var parent = this.path.getParent();
    if (parent == null) {
      throw aDirectory(this.path);
    }
    this.directory = new Directory(parent, FileAttributes.mode("0750"));
    this.file = new PlainFile(this.path, attributes);
    this.random = random;
  }

  public Path path() {
    return path;
  }

  /**
   * Writes the content, unless the file holds it already, with the same mode, owner and group. When
   * this returns, the content survives a crash of the machine.
   *
   * @return whether something was written
   * @throws FileException when the file is as it was before
   */
  public boolean write(byte[] content) {
    try {
      directory.refuseForeignLinks();
      if (isThere() && file.holds(content)) {
        return false;
      }
      replace(content);
      return true;
    } catch (IOException e) {
      probe();
      throw Failure.of(e).toWrite(path);
    }
  }

  /**
   * The content; empty where there is no such file.
   *
   * @throws FileException when it cannot be read
   */
  public Optional<byte[]> read() {
    try {
      return isThere() ? file.read() : Optional.empty();
    } catch (IOException e) {
      throw Failure.of(e).toRead(path);
    }
  }

  /**
   * Removes the file, so that readers find none, also after a crash of the machine. Anything but a
   * regular file is refused.
   *
   * @return whether there was one
   * @throws FileException when it is still there
   */
  public boolean remove() {
    try {
      directory.refuseForeignLinks();
      if (!isThere()) {
        return false;
      }
      Files.deleteIfExists(path);
      directory.sync();
      return true;
    } catch (IOException e) {
      directory.probe();
      throw Failure.of(e).toRemove(path);
    }
  }

  /**
   * Looks for reasons why {@link #write} would fail, and changes nothing.
   *
   * @throws FileException with the reason, and what to do
   */
  public void probe() {
    try {
      refuseLongName();
      isThere(); // first: a directory's parent is not what the operator asks about
      directory.probe();
      MountPoints.refuse(path);
      file.attributes().refuseForeignOwner(path);
    } catch (IOException e) {
      directory.probe();
      throw Failure.of(e).toRead(path);
    }
  }

  /**
   * Removes temporary files that killed writers have left over in a directory, and none that is
   * being written, by whichever process; what this process may not see or remove stays.
   */
  public static void sweep(Path directory) {
    TemporaryFile.sweep(directory);
  }

  /** Tried twice, as the first try may find that the directory is missing. */
  private void replace(byte[] content) throws IOException {
    try {
      replaceOnce(content);
    } catch (NoSuchFileException e) {
      directory.makeMissing();
      replaceOnce(content);
    }
  }

  private void replaceOnce(byte[] content) throws IOException {
    try (var temporary = TemporaryFile.create(path, file.attributes(), random)) {
      temporary.write(content);
      temporary.moveTo(path);
    }
    directory.sync();
  }

  /** Anything but a regular file is refused. */
  private boolean isThere() throws IOException {
    var onDisk = file.onDisk();
    if (onDisk.isEmpty()) {
      return false;
    }
    if (onDisk.get().isSymbolicLink()) {
      throw new FileException(
          path
              + " is a symbolic link to "
              + Files.readSymbolicLink(path)
              + "; publish to that file itself or remove the link");
    }
    if (onDisk.get().isDirectory()) {
      throw aDirectory(path);
    }
    if (!onDisk.get().isRegularFile()) {
      throw new FileException(path + " is a device, socket or pipe; name a regular file");
    }
    return true;
  }

  private void refuseLongName() {
    var bytes = String.valueOf(path.getFileName()).getBytes(UTF_8).length;
    var max = MAX_NAME_BYTES - TemporaryFile.EXTRA_LENGTH;
    if (bytes > max) {
      throw new FileException(
          path + ": the name has " + bytes + " bytes; choose one of at most " + max);
    }
  }

  private static FileException aDirectory(Path path) {
    return new FileException(
        path + " is a directory; name a file in it, for instance " + path.resolve("token"));
  }
}
