package dev.bearerd.journal;

/** The journal could not be read or written. The message is one line, lower case. */
public final class JournalException extends RuntimeException {
  private final String message;

  public JournalException(String message) {
    super(message);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
