package dev.bearerd.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
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
  private final FileAttributes attributes;
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
    this.attributes = attributes;
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
      if (holds(content)) {
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
      return attributesOnDisk().isPresent() ? Optional.of(contentOnDisk()) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Failure.of(e).toRead(path);
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
      attributesOnDisk(); // first: a directory's parent is not what the operator asks about
      directory.probe();
      refuseMountPoint();
      refuseForeignOwner();
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

  /**
   * Tried twice, as the first try may find that the directory is missing, or that the sweep of
   * another process took the new file, not yet locked, for a left-over one.
   */
  private void replace(byte[] content) throws IOException {
    try {
      replaceOnce(content);
    } catch (NoSuchFileException e) {
      directory.makeMissing();
      replaceOnce(content);
    }
  }

  private void replaceOnce(byte[] content) throws IOException {
    try (var temporary = TemporaryFile.create(path, attributes, random)) {
      temporary.write(content);
      temporary.moveTo(path);
    }
    directory.sync();
  }

  private boolean holds(byte[] content) throws IOException {
    var onDisk = attributesOnDisk();
    return onDisk.isPresent()
        && onDisk.get().size() == content.length
        && attributes.match(onDisk.get())
        && Files.isReadable(path)
        && Arrays.equals(contentOnDisk(), content);
  }

  private byte[] contentOnDisk() throws IOException {
    try (var in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      return in.readAllBytes();
    }
  }

  /** Empty where there is no such file; anything but a regular file is refused. */
  private Optional<PosixFileAttributes> attributesOnDisk() throws IOException {
    PosixFileAttributes onDisk;
    try {
      onDisk = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (onDisk.isSymbolicLink()) {
      throw new FileException(
          path
              + " is a symbolic link to "
              + Files.readSymbolicLink(path)
              + "; publish to that file itself or remove the link");
    }
    if (onDisk.isDirectory()) {
      throw aDirectory(path);
    }
    if (!onDisk.isRegularFile()) {
      throw new FileException(path + " is a device, socket or pipe; name a regular file");
    }
    return Optional.of(onDisk);
  }

  private void refuseMountPoint() throws IOException {
    if (Files.exists(path) && MountPoints.contain(path.toRealPath())) {
      throw new FileException(
          path
              + " is a mount point and cannot be replaced; mount its directory "
              + path.getParent()
              + " instead");
    }
  }

  private void refuseLongName() {
    var bytes = String.valueOf(path.getFileName()).getBytes(UTF_8).length;
    var max = MAX_NAME_BYTES - TemporaryFile.EXTRA_LENGTH;
    if (bytes > max) {
      throw new FileException(
          path + ": the name has " + bytes + " bytes; choose one of at most " + max);
    }
  }

  private void refuseForeignOwner() throws IOException {
    var me = ProcessIdentity.current();
    attributes.lookUpOwner();
    attributes.lookUpGroup();
    if (me.isPresent() && !me.get().mayGiveTo(attributes)) {
      throw new FileException(
          path
              + " cannot be given to "
              + attributes.describeOwner()
              + " by "
              + me.get()
              + "; run as that user or with CAP_CHOWN, or drop owner and group");
    }
  }

  private static FileException aDirectory(Path path) {
    return new FileException(
        path + " is a directory; name a file in it, for instance " + path.resolve("token"));
  }
}
