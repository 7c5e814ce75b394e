package dev.bearerd.target;

import dev.bearerd.file.AtomicFile;
import dev.bearerd.file.FileException;
import dev.bearerd.token.Token;

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
  public boolean publish(Token token) {
    var content = format.render(token);
    try {
      return file.write(content);
    } catch (FileException e) {
      throw notPublished(e);
    }
  }

  @Override
  public void probe() {
    format.check();
    try {
      file.probe();
    } catch (FileException e) {
      throw notPublished(e);
    }
  }

  private static TargetException notPublished(FileException e) {
    return new TargetException(String.valueOf(e.getMessage()));
  }
}
