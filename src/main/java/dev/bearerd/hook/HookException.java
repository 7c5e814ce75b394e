package dev.bearerd.hook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A hook failed, or wants to be run later. The message is one line, lower case, holds no secret,
 * and says what to do where that is known.
 */
public final class HookException extends RuntimeException {
  private final String message;
  private final List<String> output;
  private final Optional<Instant> until;

  public HookException(String message) {
    this(message, List.of());
  }

  public HookException(String message, List<String> output) {
    this(message, output, Optional.empty());
  }

  private HookException(String message, List<String> output, Optional<Instant> until) {
    super(message);
    this.message = message;
    this.output = List.copyOf(output);
    this.until = until;
  }

  /** Nothing has failed, but it is too early: the hook is to be run again then. */
  public static HookException postponed(Instant until) {
    return new HookException("is due at " + until, List.of(), Optional.of(until));
  }

  /** When it is to be run again; empty after a failure. */
  public Optional<Instant> until() {
    return until;
  }

  @Override
  public String getMessage() {
    return message;
  }

  /** What the program wrote before it failed, to be treated as what {@link Hook#run} returns. */
  public List<String> output() {
    return output;
  }
}
