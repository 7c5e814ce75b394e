package dev.bearerd.target;

import dev.bearerd.file.AtomicFile;
import dev.bearerd.file.FileException;
import dev.bearerd.token.Token;
import java.nio.file.Path;
import java.util.List;

/** A token in a file. Mode, owner and group are put right too where only they differ. */
public final class FileTarget implements Target {
  private final AtomicFile file;
  private final Format format;

  public FileTarget(AtomicFile file, Format format) {
    this.file = file;
    this.format = format;
  }

  @Override
  public String description() {
    return "file " + file.path();
  }

  @Override
  public Publication publish(Token token) {
    var content = format.render(token);
    try {
      return Publication.of(file.write(content));
    } catch (FileException e) {
      throw new TargetException(e);
    }
  }

  @Override
  public boolean remove() {
    try {
      return file.remove();
    } catch (FileException e) {
      throw new TargetException(e);
    }
  }

  @Override
  public void probe() {
    format.check();
    try {
      file.probe();
    } catch (FileException e) {
      throw new TargetException(e);
    }
  }

  @Override
  public List<Path> paths() {
    return List.of(file.path());
  }
}
