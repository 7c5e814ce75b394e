package dev.bearerd.file;

/**
 * A file could not be read, written or removed; what was there is still there. The message is one
 * line, lower case, names the path and says what to do where that is known.
 */
public final class FileException extends RuntimeException {
  public FileException(String message) {
    super(message);
  }
}
