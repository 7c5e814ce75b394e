package dev.bearerd.kit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A process of the agent, whose output can be read while it runs. */
public final class AgentProcess implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(10);

  private final Process process;
  private final Path stdout;
  private final Path stderr;

  AgentProcess(ProcessBuilder builder, Path output) throws IOException {
    this.stdout = output.resolve("stdout");
    this.stderr = output.resolve("stderr");
    Stream.of(output, stdout, stderr).map(Path::toFile).forEach(File::deleteOnExit); // last first
    this.process = builder.redirectOutput(stdout.toFile()).redirectError(stderr.toFile()).start();
    process.getOutputStream().close();
  }

  /** Waits for a whole line on stderr. */
  public String awaitLine(Predicate<String> wanted, Duration timeout) {
    Await.until("a line on stderr", timeout, () -> lines().stream().anyMatch(wanted), this::stderr);
    return lines().stream().filter(wanted).findFirst().orElseThrow();
  }

  public int awaitExit(Duration timeout) {
    Await.until("the process ends", timeout, () -> !process.isAlive(), this::stderr);
    return process.exitValue();
  }

  /** SIGTERM; returns the exit code. */
  public int terminate() {
    process.destroy();
    return awaitExit(END);
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(END);
  }

  /**
   * Sends a signal.
   *
   * @param name without SIG
   */
  public void signal(String name) {
    try {
      var command = List.of("kill", "-" + name, Long.toString(process.pid()));
      var sender = new ProcessBuilder(command).inheritIO().start();
      Await.until("the signal is sent", END, () -> !sender.isAlive(), command::toString);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public String stdout() {
    return read(stdout);
  }

  public String stderr() {
    return read(stderr);
  }

  /** The whole lines of stderr up to now. */
  public List<String> lines() {
    var text = stderr();
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /** How many whole lines on stderr hold all of these texts. */
  public long count(String... texts) {
    return lines().stream().filter(line -> Stream.of(texts).allMatch(line::contains)).count();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(END.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
