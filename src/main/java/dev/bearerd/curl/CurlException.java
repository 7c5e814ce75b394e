package dev.bearerd.curl;

/** A command that means no provider. The message is one line without any secret of the command. */
public final class CurlException extends RuntimeException {
  private final String message;

  CurlException(String message) {
    super(message);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
