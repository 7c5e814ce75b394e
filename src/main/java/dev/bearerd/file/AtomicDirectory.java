package dev.bearerd.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A directory whose files change all at once, laid out as the kubelet lays out a mounted Secret:
 * each {@code NAME} is a link to {@code ..data/NAME}, and {@code ..data} a link to the current
 * generation, which one rename replaces. The generation before stays until the next write, for
 * readers that are just in it. Any number of threads and processes may write at once, and any of
 * them may die: one whole generation stays. Other files in the directory are left alone.
 */
public final class AtomicDirectory {
  private final Path path;
  private final Directory directory;
  private final FileAttributes attributes;
  private final RandomGenerator random;

  /**
   * @param attributes of the files; the directory they are in has x too wherever they have r
   * @param random for the names of generations, which nobody should guess
   */
  public AtomicDirectory(Path path, FileAttributes attributes, RandomGenerator random) {
    this.path = path.toAbsolutePath();
    this.directory = new Directory(this.path, FileAttributes.mode("0750"));
    this.attributes = attributes;
    this.random = random;
  }

  public Path path() {
    return path;
  }

  /**
   * Writes all entries, unless the directory holds just these already. Entries of earlier writes
   * vanish. When this returns, the entries survive a crash of the machine.
   *
   * @param entries content by plain file name
   * @return whether something was written
   * @throws FileException when readers see what they saw before
   */
  public boolean write(Map<String, byte[]> entries) {
    try {
      directory.refuseForeignLinks();
      refuseWhatIsInTheWay(entries.keySet());
      var isNew = !holds(entries);
      if (isNew) {
        replace(entries);
      }
      return link(entries.keySet()) || isNew;
    } catch (IOException e) {
      probe(entries.keySet());
      throw Failure.of(e).toWrite(path);
    }
  }

  /**
   * Removes all entries, so that readers find none, also after a crash of the machine. The
   * directory stays, and what others have put into it.
   *
   * @return whether there were any
   * @throws FileException when some are still there
   */
  public boolean remove() {
    try {
      directory.refuseForeignLinks();
      return removeAll();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      directory.probe();
      throw Failure.of(e).toRemove(path);
    }
  }

  /**
   * Looks for reasons why a {@link #write} of such entries would fail, and changes nothing.
   *
   * @throws FileException with the reason, and what to do
   */
  public void probe(Set<String> names) {
    directory.probe();
    try {
      for (var name : names) {
        MountPoints.refuse(path.resolve(name));
      }
      refuseWhatIsInTheWay(names);
      attributes.refuseForeignOwner(path);
    } catch (IOException e) {
      throw Failure.of(e).toRead(path);
    }
  }

  /**
   * Removes generations that killed writers have left over in a directory, and earlier ones, but
   * neither the current one nor any that is being written, by whichever process; what this process
   * may not see or remove stays.
   */
  public static void sweep(Path directory) {
    try {
      for (var leftOver : Generation.leftOver(directory)) {
        removeIfPossible(leftOver);
      }
    } catch (IOException | FileException e) {
      return; // it may not be seen, or is not ours
    }
  }

  private static void removeIfPossible(Path leftOver) {
    try {
      Generation.delete(leftOver);
    } catch (IOException e) {
      return; // the next sweep tries again
    }
  }

  private boolean removeAll() throws IOException {
    var removed = Generation.current(path).isPresent();
    var names = linkedNames();
    Files.deleteIfExists(path.resolve(Generation.DATA)); // first: all entries vanish at once
    for (var name : names) {
      Files.deleteIfExists(path.resolve(name));
    }
    for (var leftOver : Generation.leftOver(path)) {
      Generation.delete(leftOver);
      removed = true;
    }
    directory.sync();
    return removed || !names.isEmpty();
  }

  /** Tried twice, as in {@link AtomicFile}, and for the same reason. */
  private void replace(Map<String, byte[]> entries) throws IOException {
    try {
      replaceOnce(entries);
    } catch (NoSuchFileException e) {
      directory.makeMissing();
      replaceOnce(entries);
    }
  }

  private void replaceOnce(Map<String, byte[]> entries) throws IOException {
    sweep(path);
    try (var generation = Generation.create(path, random)) {
      generation.write(entries, attributes);
      generation.makeCurrent();
    }
    directory.sync();
  }

  private boolean holds(Map<String, byte[]> entries) throws IOException {
    var generation = Generation.current(path);
    if (generation.isEmpty() || !isComplete(generation.get(), entries.keySet())) {
      return false;
    }
    for (var entry : entries.entrySet()) {
      var file = new PlainFile(generation.get().resolve(entry.getKey()), attributes);
      if (!file.holds(entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean isComplete(Path generation, Set<String> names) throws IOException {
    var expected = attributes.ofDirectory();
    var onDisk = new PlainFile(generation, expected).onDisk();
    var held = generation.toFile().list();
    return onDisk.isPresent()
        && expected.match(onDisk.get())
        && held != null
        && Set.of(held).equals(names);
  }

  /** Makes the links that readers open, and removes those of former entries. */
  private boolean link(Set<String> names) throws IOException {
    var missing = new HashSet<>(names);
    var former = linkedNames();
    missing.removeAll(former);
    former.removeAll(names);
    for (var name : missing) {
      linkOne(name);
    }
    for (var name : former) {
      Files.deleteIfExists(path.resolve(name));
    }
    if (missing.isEmpty() && former.isEmpty()) {
      return false;
    }
    directory.sync();
    return true;
  }

  private void linkOne(String name) throws IOException {
    try {
      Files.createSymbolicLink(path.resolve(name), destination(name));
    } catch (FileAlreadyExistsException e) {
      refuseWhatIsInTheWay(Set.of(name)); // unless another writer made it at the same time
    }
  }

  private void refuseWhatIsInTheWay(Set<String> names) throws IOException {
    Generation.current(path);
    for (var name : names) {
      var visible = path.resolve(name);
      if (Files.exists(visible, LinkOption.NOFOLLOW_LINKS) && !isOurs(visible)) {
        throw new FileException(
            visible + " is in the way, as bearerd did not make it; remove it or publish elsewhere");
      }
    }
  }

  private Set<String> linkedNames() throws IOException {
    try (var files = Files.newDirectoryStream(path, AtomicDirectory::isOurs)) {
      var names = new HashSet<String>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }

  private static boolean isOurs(Path visible) throws IOException {
    try {
      return Files.isSymbolicLink(visible)
          && Files.readSymbolicLink(visible).equals(destination(visible.getFileName().toString()));
    } catch (NoSuchFileException e) {
      return false; // another writer has just renamed it
    }
  }

  private static Path destination(String name) {
    return Path.of(Generation.DATA, name);
  }
}
