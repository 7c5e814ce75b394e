package dev.bearerd.cli;

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
}
