package dev.bearerd.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory that one write fills with all entries, and that the link {@code ..data} leads to
 * afterwards. A temporary file beside it, its marker, is locked while its writer lives, so that a
 * generation without one is either current or left over. Everything is named after the marker.
 */
final class Generation implements AutoCloseable {
  static final String DATA = "..data";
  private static final String LINK = DATA + "_tmp";
  private static final String MARKER = "generation";
  private static final Pattern NAME =
      Pattern.compile("\\.(?:\\.data_tmp)?(\\." + MARKER + "\\.[0-9a-f]{32}\\.bearerd)");

  private final Path directory;
  private final TemporaryFile marker;
  private final Path path;
  private final Path link;

  private Generation(Path directory, TemporaryFile marker) {
    this.directory = directory;
    this.marker = marker;
    this.path = directory.resolve("." + marker.name());
    this.link = directory.resolve(LINK + marker.name());
  }

  static Generation create(Path directory, RandomGenerator random) throws IOException {
    var marker = directory.resolve(MARKER);
    return new Generation(directory, TemporaryFile.create(marker, FileAttributes.PRIVATE, random));
  }

  /** Brings all entries to the disk. Until then nobody else can look into the directory. */
  void write(Map<String, byte[]> entries, FileAttributes attributes) throws IOException {
    var privately = FileAttributes.PRIVATE.ofDirectory().mode();
    Files.createDirectory(path, PosixFilePermissions.asFileAttribute(privately));
    try (var handle = FileChannel.open(path, StandardOpenOption.READ)) {
      for (var entry : entries.entrySet()) {
        var file = new PlainFile(path.resolve(entry.getKey()), attributes);
        try (var channel = file.create()) {
          PlainFile.write(channel, entry.getValue());
        }
      }
      attributes.ofDirectory().applyTo(path);
      handle.force(true);
    }
  }

  /** From now on readers see this generation. */
  void makeCurrent() throws IOException {
    Files.createSymbolicLink(link, path.getFileName());
    Files.move(link, directory.resolve(DATA), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes it, unless it is current. */
  @Override
  public void close() throws IOException {
    try (marker) {
      Files.deleteIfExists(link);
      if (!current(directory).equals(Optional.of(path))) {
        delete(path);
      }
    }
  }

  /** What readers see; empty where there is nothing yet. A {@code ..data} of others is refused. */
  static Optional<Path> current(Path directory) throws IOException {
    var data = directory.resolve(DATA);
    try {
      var generation = Files.readSymbolicLink(data);
      if (!NAME.matcher(generation.toString()).matches()) {
        throw new FileException(
            data + " leads to " + generation + ", which bearerd did not make; publish elsewhere");
      }
      return Optional.of(directory.resolve(generation));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (NotLinkException e) {
      throw new FileException(data + " is not a symbolic link; remove it or publish elsewhere");
    }
  }

  /**
   * What dead or earlier writers have left. The order matters: a living writer marks a generation
   * before it makes it, and makes it current before it takes the mark away.
   */
  static List<Path> leftOver(Path directory) throws IOException {
    var names = directory.toFile().list((parent, name) -> NAME.matcher(name).matches());
    TemporaryFile.sweep(directory);
    var unmarked = Stream.ofNullable(names).flatMap(Stream::of).filter(n -> !marked(directory, n));
    var candidates = unmarked.map(directory::resolve).toList();
    var current = current(directory);
    return candidates.stream().filter(path -> !Optional.of(path).equals(current)).toList();
  }

  private static boolean marked(Path directory, String name) {
    var marker = NAME.matcher(name).replaceFirst("$1");
    return Files.exists(directory.resolve(marker), LinkOption.NOFOLLOW_LINKS);
  }

  /** Removes a generation, or the link to one. */
  static void delete(Path path) throws IOException {
    try {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        deleteDirectory(path);
      } else if (Files.isSymbolicLink(path)) {
        Files.delete(path);
      }
    } catch (NoSuchFileException e) {
      return; // somebody else was faster
    }
  }

  /** Through handles: whoever may write there must not lead us to the files of others. */
  private static void deleteDirectory(Path path) throws IOException {
    if (!Files.isWritable(path)) {
      takeBack(path);
    }
    var name = path.getFileName();
    try (var parent = Files.newDirectoryStream(path.resolveSibling(""))) {
      if (!(parent instanceof SecureDirectoryStream<Path> secure)) {
        throw new IOException("this system cannot remove directories safely");
      }
      try (var files = secure.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        for (var file : files) {
          files.deleteFile(file.getFileName());
        }
      }
      secure.deleteDirectory(name);
    }
  }

  /** One that was given away, or whose mode is 0500, cannot be emptied. */
  private static void takeBack(Path path) throws IOException {
    var view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    var me = ProcessIdentity.current();
    if (me.isPresent()) {
      view.setOwner(FileAttributes.user(Integer.toUnsignedString(me.get().uid())));
    }
    view.setPermissions(FileAttributes.PRIVATE.ofDirectory().mode());
  }
}
