package dev.bearerd.target;

/**
 * A token could not be published. The message is one line, lower case, and says what to do where
 * that is known.
 */
public final class TargetException extends RuntimeException {
  private final String message;

  public TargetException(String message) {
    super(message);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
