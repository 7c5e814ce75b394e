package dev.bearerd.journal;

import dev.bearerd.file.AtomicFile;
import dev.bearerd.file.Directory;
import dev.bearerd.file.FileAttributes;
import dev.bearerd.file.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A directory with one file a provider, {@code NAME.json}, for this user alone. A file that cannot
 * be understood is kept as {@code NAME.json.damaged}, for the operator to look at.
 */
public final class FileJournal implements Journal {
  private final Path path;
  private final Directory directory;
  private final RandomGenerator random;
  private final FileLocks locks;

  /** Also removes what a journal that was killed in the middle of a write has left over. */
  public FileJournal(Path path, RandomGenerator random) {
    AtomicFile.sweep(path);
    this.path = path;
    this.directory = new Directory(path, FileAttributes.mode("0700"));
    this.random = random;
    this.locks = new FileLocks(path.resolve(".lock"));
  }

  @Override
  public Optional<Entry> load(String provider) {
    var file = file(provider);
    try {
      var content = file.read();
      var entry = content.flatMap(EntryFormat::read);
      if (content.isPresent() && entry.isEmpty()) {
        throw new JournalException(
            file.path() + " cannot be understood" + setAside(file.path()) + "; it is made anew");
      }
      return entry;
    } catch (FileException e) {
      throw failed("load", provider, e);
    }
  }

  @Override
  public void store(String provider, Entry entry) {
    var file = file(provider);
    try {
      directory.make();
      file.write(EntryFormat.write(entry));
    } catch (FileException e) {
      throw failed("store", provider, e);
    }
  }

  @Override
  public void remove(String provider) {
    try {
      Files.deleteIfExists(file(provider).path());
    } catch (IOException e) {
      throw new JournalException("cannot remove the entry of " + provider + ": " + e.getMessage());
    }
  }

  @Override
  public Optional<Hold> hold(String provider) {
    try {
      directory.make();
      return locks.take(provider).map(lock -> lock::close);
    } catch (FileException e) {
      throw failed("hold", provider, e);
    }
  }

  @Override
  public void probe() {
    try {
      file("probe").probe();
    } catch (FileException e) {
      throw new JournalException(String.valueOf(e.getMessage()));
    }
  }

  private AtomicFile file(String provider) {
    if (!provider.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
      throw new IllegalArgumentException("a provider cannot have the name " + provider);
    }
    return new AtomicFile(path.resolve(provider + ".json"), FileAttributes.PRIVATE, random);
  }

  private static JournalException failed(String what, String provider, FileException e) {
    return new JournalException(
        "cannot %s the entry of %s: %s".formatted(what, provider, e.getMessage()));
  }

  /** Where it was set aside to, in words. */
  private static String setAside(Path damaged) {
    try {
      var aside = damaged.resolveSibling(damaged.getFileName() + ".damaged");
      Files.move(damaged, aside, StandardCopyOption.ATOMIC_MOVE);
      return " and is kept as " + aside.getFileName();
    } catch (IOException e) {
      return "";
    }
  }
}
