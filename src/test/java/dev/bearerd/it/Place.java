package dev.bearerd.it;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The directory of a test: the configuration is {@code bearerd.yaml}, tokens are in tokens. */
record Place(Path directory) {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int UNKNOWN = 404;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /**
   * Replaces the configuration as a whole, as a reload may read it at any moment. {@code @DIR@}
   * stands for this directory.
   */
  String configure(String yaml) {
    try {
      var next = write("bearerd.yaml.next", yaml);
      Files.move(next, Path.of(configuration()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return configuration();
  }

  String configuration() {
    return directory.resolve("bearerd.yaml").toString();
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(
          directory.resolve(name), text.replace("@DIR@", directory.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path token(String name) {
    return directory.resolve("tokens").resolve(name);
  }

  /** What the file of a token holds; empty where there is none yet. */
  String read(String name) {
    try {
      return Files.exists(token(name)) ? Files.readString(token(name)) : "";
    } catch (NoSuchFileException e) { // it was removed meanwhile
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of everything in the directory of the tokens, hidden or not. */
  Set<String> names() {
    if (!Files.isDirectory(directory.resolve("tokens"))) {
      return Set.of();
    }
    try (var entries = Files.list(directory.resolve("tokens"))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until the daemon takes orders: it may have published tokens before it makes its control
   * token. Then it says that it knows nobody of this name.
   */
  void awaitControl(int port, AgentProcess daemon) {
    var address = URI.create("http://127.0.0.1:" + port + "/refresh?provider=nobody");
    Await.until("the daemon takes orders", LIMIT, () -> answer(address) == UNKNOWN, daemon::stderr);
  }

  /** The status of the answer to an order; none is 0. */
  private int answer(URI address) {
    try {
      var token = Files.readString(directory.resolve("journal/control-token"));
      var order =
          HttpRequest.newBuilder(address)
              .header("Authorization", "Bearer " + token)
              .POST(BodyPublishers.noBody())
              .build();
      return CLIENT.send(order, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
