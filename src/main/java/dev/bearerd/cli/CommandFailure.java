package dev.bearerd.cli;

/** A command could not do its work. The message is one line, lower case, and says what to do. */
final class CommandFailure extends RuntimeException {
  private final String message;
  private final int exitCode;

  CommandFailure(int exitCode, String message) {
    super(message);
    this.message = message;
    this.exitCode = exitCode;
  }

  @Override
  public String getMessage() {
    return message;
  }

  int exitCode() {
    return exitCode;
  }
}
