package dev.bearerd.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts the packaged agent as users do: a jar with this JVM's java, or a native binary, whichever
 * the system property {@code bearerd.binary} names. The processes see nothing of the environment
 * but PATH and what the test adds. Closing ends those that still run.
 */
public final class Bearerd implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Path binary;
  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> wrapper = new ArrayList<>();
  private final List<AgentProcess> started = new ArrayList<>();

  /**
   * Starts nothing yet.
   *
   * @param directory where the processes work, and HOME
   */
  public Bearerd(Path binary, Path directory) {
    this.binary = binary;
    this.directory = directory;
    environment.put("HOME", directory.toString());
    environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
  }

  /** The agent under test. */
  public static Bearerd in(Path directory) {
    var binary = System.getProperty("bearerd.binary", "target/quarkus-app/quarkus-run.jar");
    return new Bearerd(Path.of(binary).toAbsolutePath(), directory);
  }

  /** Sets a variable of the environment of what is started from now on. */
  public Bearerd with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /**
   * Starts by this command, from now on: it gets the agent's command line as its last arguments.
   */
  public Bearerd by(String... command) {
    wrapper.addAll(List.of(command));
    return this;
  }

  /** Runs to the end. */
  public Result run(String... arguments) {
    var from = System.nanoTime();
    try (var process = start(arguments)) {
      var exitCode = process.awaitExit(TIMEOUT);
      var duration = Duration.ofNanos(System.nanoTime() - from);
      return new Result(exitCode, process.stdout(), process.stderr(), duration);
    }
  }

  /** Starts, and returns at once. */
  public AgentProcess start(String... arguments) {
    try {
      var output = Files.createTempDirectory("bearerd-output");
      var process = new AgentProcess(builder(arguments), output);
      started.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + binary, e);
    }
  }

  @Override
  public void close() {
    started.forEach(AgentProcess::close);
  }

  private ProcessBuilder builder(String... arguments) {
    var command = new ArrayList<>(wrapper);
    command.addAll(launcher());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  private List<String> launcher() {
    if (!binary.toString().endsWith(".jar")) {
      return List.of(binary.toString());
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-jar",
        binary.toString());
  }

  /** What a process that has ended left. */
  public record Result(int exitCode, String stdout, String stderr, Duration duration) {}
}
