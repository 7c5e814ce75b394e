package dev.bearerd.target;

import dev.bearerd.file.AtomicDirectory;
import dev.bearerd.file.FileException;
import dev.bearerd.token.Token;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A token in several files of one directory, each in its own format, which all change at once.
 * Mode, owner and group are put right too where only they differ.
 */
public final class DirectoryTarget implements Target {
  private final AtomicDirectory directory;
  private final Map<String, Format> entries;

  /**
   * @param entries format by plain file name
   */
  public DirectoryTarget(AtomicDirectory directory, Map<String, Format> entries) {
    this.directory = directory;
    this.entries = Map.copyOf(entries);
  }

  @Override
  public String description() {
    return "directory " + directory.path();
  }

  @Override
  public Publication publish(Token token) {
    var contents = new LinkedHashMap<String, byte[]>();
    entries.forEach((name, format) -> contents.put(name, format.render(token)));
    try {
      return Publication.of(directory.write(contents));
    } catch (FileException e) {
      throw new TargetException(e);
    }
  }

  @Override
  public boolean remove() {
    try {
      return directory.remove();
    } catch (FileException e) {
      throw new TargetException(e);
    }
  }

  @Override
  public void probe() {
    entries.values().forEach(Format::check);
    try {
      directory.probe(entries.keySet());
    } catch (FileException e) {
      throw new TargetException(e);
    }
  }

  @Override
  public List<Path> paths() {
    return entries.keySet().stream().sorted().map(directory.path()::resolve).toList();
  }
}
