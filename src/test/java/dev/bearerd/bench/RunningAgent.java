package dev.bearerd.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.bearerd.kit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** A process of the agent, and what it takes from the machine. Closing ends it. */
final class RunningAgent implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Pattern STATUS = Pattern.compile("status=(http://\\S+)/status");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  /** The last line of a histogram: instances and bytes. */
  private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");

  /** Of the fields in /proc/PID/stat that follow the name. */
  private static final int UTIME = 11;

  /** Clock ticks of user space in a second, whatever the kernel's own are. */
  private static final double TICKS = 100;

  private final Process process;
  private final Path output;
  private final long startedAt;

  private RunningAgent(Process process, Path output, long startedAt) {
    this.process = process;
    this.output = output;
    this.startedAt = startedAt;
  }

  static RunningAgent start(List<String> command, Path directory) {
    try {
      var output = Files.createTempFile(directory, "output", "");
      var builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      var startedAt = System.nanoTime();
      return new RunningAgent(builder.start(), output, startedAt);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Seconds from the start to the end of a command that succeeds. */
  double secondsToEnd() {
    Await.until("the end", LIMIT, () -> !process.isAlive(), this::text);
    if (process.exitValue() != 0) {
      throw new IllegalStateException("exit code " + process.exitValue() + ": " + text());
    }
    return seconds();
  }

  /** Seconds from the start until a condition holds and the agent then says that it is ready. */
  double secondsToReady(BooleanSupplier condition) {
    Await.until("readiness", LIMIT, () -> condition.getAsBoolean() && isReady(), this::text);
    return seconds();
  }

  /** Seconds of processor time since the start. */
  double processorSeconds() {
    var stat = read(proc("stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) / TICKS;
  }

  double residentMegabytes() {
    var matcher = RESIDENT.matcher(read(proc("status")));
    if (!matcher.find()) {
      throw new IllegalStateException("the process has ended: " + text());
    }
    return Long.parseLong(matcher.group(1)) / 1024.0;
  }

  /** What the heap holds after a collection; empty where the agent is no JVM. */
  OptionalDouble heapMegabytes() {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      var pid = Long.toString(process.pid());
      var histogram = new ProcessBuilder(jcmd, pid, "GC.class_histogram").start();
      var total = TOTAL.matcher(new String(histogram.getInputStream().readAllBytes(), US_ASCII));
      return total.find()
          ? OptionalDouble.of(Long.parseLong(total.group(1)) / 1e6)
          : OptionalDouble.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many sockets are open, the one of the status among them. */
  long sockets() {
    try (var descriptors = Files.list(proc("fd"))) {
      return descriptors.filter(RunningAgent::isSocket).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) { // closed by now
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private double seconds() {
    return (System.nanoTime() - startedAt) / 1e9;
  }

  private boolean isReady() {
    return status().map(RunningAgent::answersWell).orElse(false);
  }

  private Optional<String> status() {
    var matcher = STATUS.matcher(text());
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static boolean answersWell(String status) {
    try {
      var connection = URI.create(status + "/q/health/ready").toURL().openConnection();
      return connection instanceof HttpURLConnection http && http.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }

  private String text() {
    return read(output);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
