package dev.bearerd.target;

import dev.bearerd.file.FileException;

/**
 * A token could not be published or removed. The message is one line, lower case, and says what to
 * do where that is known.
 */
public final class TargetException extends RuntimeException {
  private final String message;

  public TargetException(String message) {
    super(message);
    this.message = message;
  }

  TargetException(FileException cause) {
    this(String.valueOf(cause.getMessage()));
  }

  @Override
  public String getMessage() {
    return message;
  }
}
