package dev.bearerd.journal;

/** The journal could not be read or written. The message is one line, lower case. */
public final class JournalException extends RuntimeException {

  /** What becomes of the same thing when it is tried again. */
  public enum Outlook {
    /** It works when what is away or busy is back. */
    PASSING,
    /** Nobody knows. */
    DOUBTFUL,
    /** It never works: the journal is another process's now. */
    OVERTAKEN
  }

  private final String message;
  private final boolean forbidding;
  private final Outlook outlook;

  public JournalException(String message) {
    this(message, false, Outlook.DOUBTFUL);
  }

  private JournalException(String message, boolean forbidding, Outlook outlook) {
    super(message);
    this.message = message;
    this.forbidding = forbidding;
    this.outlook = outlook;
  }

  /** What was to be remembered first must not be done: another process may be doing it. */
  public static JournalException forbidding(String message) {
    return new JournalException(message, true, Outlook.DOUBTFUL);
  }

  /** Another process remembers all from now on. */
  public static JournalException overtaken(String message) {
    return new JournalException(message, true, Outlook.OVERTAKEN);
  }

  /** The same, of what passes by itself. */
  public JournalException passing() {
    return new JournalException(message, forbidding, Outlook.PASSING);
  }

  /** The same, with what this thread was doing. */
  public JournalException again() {
    return new JournalException(message, forbidding, outlook);
  }

  /** Whether what was to be remembered before it is done must be left undone. */
  public boolean forbids() {
    return forbidding;
  }

  public Outlook outlook() {
    return outlook;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
