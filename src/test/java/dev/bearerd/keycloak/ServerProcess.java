package dev.bearerd.keycloak;

import dev.bearerd.kit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A server that is another program. It sees no variable but PATH and those it is given, and ends
 * with its children at the latest when this JVM does.
 */
final class ServerProcess implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);

  private final Path log;
  private final Process process;
  private final Thread end = new Thread(this::kill);

  ServerProcess(Path log, Map<String, String> environment, List<String> command) {
    this.log = log;
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.get(0), e);
    }
    Runtime.getRuntime().addShutdownHook(end);
  }

  /** Returns when it answers; ends it when it does not. */
  void await(BooleanSupplier answers) {
    try {
      Await.until(
          "the server answers",
          START,
          () -> !process.isAlive() || answers.getAsBoolean(),
          this::log);
    } catch (AssertionError e) {
      close();
      throw e;
    }
    if (!process.isAlive()) {
      throw new AssertionError("the server has ended: " + log());
    }
  }

  /** What it has written. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(end);
    kill();
  }

  /** Of loopback; nobody had it a moment ago. */
  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void kill() {
    var children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    children.forEach(child -> child.onExit().join());
  }
}
