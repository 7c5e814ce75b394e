package dev.bearerd.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** A regular file as it is on the disk. Links are not followed, nothing is replaced. */
record PlainFile(Path path, FileAttributes attributes) {
  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  /** Makes it, empty, with its final attributes: nobody else can open it before it has them. */
  FileChannel create() throws IOException {
    var privately = PosixFilePermissions.asFileAttribute(FileAttributes.PRIVATE.mode());
    var channel = FileChannel.open(path, CREATE, privately);
    try {
      attributes.applyTo(path);
      return channel;
    } catch (IOException | RuntimeException e) {
      try (channel) {
        Files.deleteIfExists(path);
      }
      throw e;
    }
  }

  /** When this returns, the content is on the disk. */
  static void write(FileChannel channel, byte[] content) throws IOException {
    var buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channel.force(true);
  }

  /** Whether there is such a file, with this content, and its attributes are right. */
  boolean holds(byte[] content) throws IOException {
    var onDisk = onDisk();
    return onDisk.isPresent()
        && onDisk.get().isRegularFile()
        && onDisk.get().size() == content.length
        && attributes.match(onDisk.get())
        && Files.isReadable(path)
        && read().filter(held -> Arrays.equals(held, content)).isPresent();
  }

  Optional<byte[]> read() throws IOException {
    try (var in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(in.readAllBytes());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Of whatever is there, also where that is no regular file. */
  Optional<PosixFileAttributes> onDisk() throws IOException {
    try {
      return Optional.of(
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
