package dev.bearerd.journal;

import dev.bearerd.file.AtomicFile;
import dev.bearerd.file.Directory;
import dev.bearerd.file.FileAttributes;
import dev.bearerd.file.FileException;
import dev.bearerd.token.Token;
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

  /** Also removes what a journal that was killed in the middle of a write has left over. */
  public FileJournal(Path path, RandomGenerator random) {
    AtomicFile.sweep(path);
    this.path = path;
    this.directory = new Directory(path, FileAttributes.mode("0700"));
    this.random = random;
  }

  @Override
  public Optional<Token> load(String provider) {
    var file = file(provider);
    try {
      var content = file.read();
      var token = content.flatMap(Entry::read);
      if (content.isPresent() && token.isEmpty()) {
        setAside(file.path());
      }
      return token;
    } catch (FileException e) {
      throw new JournalException("cannot load the token of " + provider + ": " + e.getMessage());
    }
  }

  @Override
  public void store(String provider, Token token) {
    var file = file(provider);
    try {
      directory.make();
      file.write(Entry.write(token));
    } catch (FileException e) {
      throw new JournalException("cannot store the token of " + provider + ": " + e.getMessage());
    }
  }

  private AtomicFile file(String provider) {
    if (!provider.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
      throw new IllegalArgumentException("a provider cannot have the name " + provider);
    }
    return new AtomicFile(path.resolve(provider + ".json"), FileAttributes.PRIVATE, random);
  }

  private static void setAside(Path damaged) {
    try {
      var aside = damaged.resolveSibling(damaged.getFileName() + ".damaged");
      Files.move(damaged, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new JournalException(damaged + " is damaged and cannot be set aside; remove it");
    }
  }
}
