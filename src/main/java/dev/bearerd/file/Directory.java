package dev.bearerd.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A directory that files are published in. It is made where it is missing, and never reached
 * through a symbolic link that another user could turn elsewhere.
 */
public final class Directory {
  private static final int MAX_LINKS = 40; // as many as the kernel follows

  private final Path path;
  private final Set<PosixFilePermission> modeWhenMade;

  public Directory(Path path, Set<PosixFilePermission> modeWhenMade) {
    this.path = path.toAbsolutePath();
    this.modeWhenMade = Set.copyOf(modeWhenMade);
  }

  /**
   * Makes the directory and its parents where they are missing; existing ones keep their mode.
   *
   * @throws FileException when that fails; what was made on the way stays
   */
  public void make() {
    if (Files.isDirectory(path)) {
      return;
    }
    try {
      makeMissing();
    } catch (IOException e) {
      probe();
      throw Failure.of(e).toWrite(path);
    }
  }

  /** Looks for reasons why files could not be written here, and changes nothing. */
  void probe() {
    refuseForeignLinks();
    var existing = path;
    while (!Files.exists(existing)) {
      if (Files.isSymbolicLink(existing)) {
        throw new FileException(existing + " is a symbolic link to nothing; remove the link");
      }
      existing = parentOf(existing);
    }
    if (!Files.isDirectory(existing)) {
      throw new FileException(existing + " is not a directory; remove it or publish elsewhere");
    }
    if (!Files.isWritable(existing) || !Files.isExecutable(existing)) {
      throw notWritable(existing);
    }
  }

  /** A link is safe when only root or this process's user can change where it leads. */
  void refuseForeignLinks() {
    try {
      refuseForeignLinks(path, MAX_LINKS);
    } catch (IOException e) {
      throw Failure.of(e).toRead(path);
    }
  }

  void makeMissing() throws IOException {
    refuseForeignLinks();
    for (var directory : prefixes(path)) {
      if (!Files.isDirectory(directory)) {
        makeOne(directory);
      }
    }
  }

  /** Brings renames in this directory to the disk. */
  void sync() throws IOException {
    sync(path);
  }

  private void makeOne(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(modeWhenMade));
    } catch (FileAlreadyExistsException e) {
      if (Files.isDirectory(directory)) {
        return; // somebody else made it at the same time
      }
      throw e;
    }
    Files.setPosixFilePermissions(directory, modeWhenMade); // whatever the umask took
    sync(parentOf(directory));
  }

  private static void sync(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void refuseForeignLinks(Path path, int linksLeft) throws IOException {
    for (var prefix : prefixes(path)) {
      if (Files.isSymbolicLink(prefix)) {
        var destination = Files.readSymbolicLink(prefix);
        if (linksLeft == 0 || !isTrusted(prefix)) {
          throw new FileException(
              prefix
                  + " is a symbolic link to "
                  + destination
                  + " that another user may change; name the directory itself");
        }
        refuseForeignLinks(parentOf(prefix).resolve(destination), linksLeft - 1);
      }
    }
  }

  private static boolean isTrusted(Path link) throws IOException {
    var owner = (int) Files.getAttribute(link, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    return ProcessIdentity.current().map(me -> me.trustsLinkOf(owner)).orElse(owner == 0);
  }

  private static FileException notWritable(Path directory) {
    try {
      if (Files.getFileStore(directory).isReadOnly()) {
        return new FileException(
            directory + " is on a read-only file system; mount it writable or publish elsewhere");
      }
    } catch (IOException e) {
      throw Failure.of(e).toRead(directory);
    }
    var who = ProcessIdentity.current().map(ProcessIdentity::toString).orElse("this user");
    return new FileException(
        "directory "
            + directory
            + " may not be written by "
            + who
            + "; change its owner or mode, or publish elsewhere");
  }

  /** From the first component below the root down to the path itself. */
  private static List<Path> prefixes(Path path) {
    var prefixes = new ArrayList<Path>();
    for (var i = 1; i <= path.getNameCount(); i++) {
      prefixes.add(rootOf(path).resolve(path.subpath(0, i)));
    }
    return prefixes;
  }

  private static Path rootOf(Path absolute) {
    var root = absolute.getRoot();
    if (root == null) {
      throw new IllegalArgumentException(absolute + " is not absolute");
    }
    return root;
  }

  private static Path parentOf(Path absolute) {
    var parent = absolute.getParent();
    return parent == null ? rootOf(absolute) : parent;
  }
}
