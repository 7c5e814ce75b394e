package dev.bearerd.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Bearerd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The agent over a directory of its own, as its operator has it: one process at a time. */
final class Installation implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  private final Path directory;
  private final Bearerd bearerd;
  private final int port = freePort();
  private Optional<AgentProcess> process = Optional.empty();

  Installation(Path directory, Bearerd bearerd) {
    this.directory = directory;
    this.bearerd = bearerd;
  }

  static Installation in(Path directory) {
    return new Installation(directory, Bearerd.in(directory));
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  /**
   * Replaces the configuration as a whole; {@code @DIR@} stands for the directory, {@code @PORT@}
   * for the port of the status.
   */
  void configure(String yaml) {
    var text = yaml.replace("@DIR@", directory.toString()).replace("@PORT@", "" + port);
    try {
      var next = Files.writeString(path("next"), text);
      Files.move(next, configuration(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when the agent says that it has started. */
  void start() {
    var started = bearerd.start("--config", configuration().toString(), "run");
    process = Optional.of(started);
    started.awaitLine(line -> line.contains(" started "), START);
  }

  AgentProcess process() {
    return process.orElseThrow();
  }

  /** What /status says of each provider. */
  List<JsonNode> status() {
    try (var answer = uri("/status").toURL().openStream()) {
      var report = new ObjectMapper().readTree(answer);
      return StreamSupport.stream(report.get("providers").spliterator(), false).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many token requests have ended, by the agent's own count. */
  long refreshes() {
    try (var metrics = uri("/q/metrics").toURL().openStream()) {
      return new String(metrics.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("bearerd_refreshes_total{"))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    bearerd.close();
  }

  private Path configuration() {
    return path("bearerd.yaml");
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
