package dev.bearerd.hook;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Runs a program, without a shell and without input. It inherits the agent's environment, but for
 * what may hold secrets of the configuration, and learns from three variables what was published.
 * At the end of its time it is ended together with all that it has started.
 */
public final class ExecHook implements Hook {
  private final List<String> command;
  private final TimeLimit limit;
  private final Predicate<String> secret;

  /**
   * @param command the program, then its arguments
   */
  public ExecHook(List<String> command, Duration timeout) {
    this(command, timeout, value -> false);
  }

  /**
   * @param command the program, then its arguments
   * @param secret tells values of variables that the program is not given
   */
  public ExecHook(List<String> command, Duration timeout, Predicate<String> secret) {
    this.secret = secret;
    this.command = List.copyOf(command);
    this.limit = new TimeLimit(timeout);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("the command names no program");
    }
  }

  @Override
  public String description() {
    return "exec " + program();
  }

  /** Up to a blank: somebody may have written the arguments into the same text. */
  private String program() {
    return command.get(0).replaceFirst("(?s)\\s.*", "…");
  }

  @Override
  public List<String> run(Occasion occasion) {
    try (var program = start(occasion)) {
      if (!program.endsWithin(limit)) {
        program.end();
        throw new HookException("did not end within " + limit, program.output());
      }
      if (program.exitCode() != 0) {
        throw new HookException("ended with exit code " + program.exitCode(), program.output());
      }
      return program.output();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HookException("was interrupted");
    }
  }

  private RunningProgram start(Occasion occasion) {
    var builder =
        new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectErrorStream(true);
    builder.environment().values().removeIf(secret);
    prepare(builder.environment(), occasion);
    try {
      return new RunningProgram(builder.start());
    } catch (IOException e) {
      throw new HookException("cannot start " + program() + ": " + reason(e));
    }
  }

  /** Adds what the program is told, and takes away what is the agent's alone. */
  static void prepare(Map<String, String> environment, Occasion occasion) {
    environment.keySet().removeIf(ExecHook::isPrivate);
    environment.put("BEARERD_PROVIDER", occasion.provider());
    environment.put(
        "BEARERD_PATH", occasion.paths().stream().map(Path::toString).collect(joining(":")));
    environment.put(
        "BEARERD_EXPIRES_AT", occasion.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** Values for keys of the configuration, and the line to the service manager. */
  private static boolean isPrivate(String variable) {
    return variable.equals("NOTIFY_SOCKET")
        || Stream.of("BEARERD_PROVIDERS__", "BEARERD_DEFAULTS__").anyMatch(variable::startsWith);
  }

  private static String reason(IOException e) {
    var said = String.valueOf(e.getMessage());
    if (said.contains("No such file or directory")) {
      return "it, or the interpreter in its first line, does not exist";
    }
    return said.contains("Permission denied")
        ? "it is not executable for the agent's user"
        : said.replaceFirst("^.*error[=:] ?", "error ").strip();
  }
}
