package dev.bearerd.cli;

import dev.bearerd.token.TokenException;

/** What the exit codes mean; the same for all commands. */
final class ExitCode {
  static final int FINE = 0;

  /** A provider failed. */
  static final int PROVIDER = 1;

  /** The configuration or the command line is wrong. */
  static final int USAGE = 2;

  /** It could not start, or could not reach what it had to reach. */
  static final int UNREACHABLE = 3;

  private ExitCode() {}

  /** What a request's failure means for the command that could not do without it. */
  static int of(TokenException e) {
    return switch (e.reach()) {
      case NOT_ASKED -> USAGE;
      case UNREACHED, STRAINED -> UNREACHABLE;
      case ANSWERED -> PROVIDER;
    };
  }
}
