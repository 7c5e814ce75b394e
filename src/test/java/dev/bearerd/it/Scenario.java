package dev.bearerd.it;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import dev.bearerd.kit.Bearerd;
import dev.bearerd.kit.StrictServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * An agent with a journal, its configuration, and the strict server that it asks. In what is
 * written, {@code @DIR@} stands for the directory and {@code @SERVER@} for the server.
 */
final class Scenario implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(30);

  private final StrictServer server;
  private final int port = Place.freePort();
  private final Place place;
  private final Bearerd bearerd;

  Scenario(Path directory) throws IOException {
    this(directory, new StrictServer());
  }

  Scenario(Path directory, StrictServer server) throws IOException {
    this.server = server;
    place = new Place(directory.toRealPath());
    bearerd = Bearerd.in(place.directory());
  }

  /** A provider of client credentials; publishes to the file of its name unless a line says so. */
  static String provider(String name, String... lines) {
    var own = String.join("\n", lines);
    return """
          NAME:
            token-url: @SERVER@/NAME
            client-id: NAME
      """
            .replace("NAME", name)
        + (own.contains("client-secret") ? "" : "      client-secret: correct\n")
        + (own.contains("publish:")
            ? ""
            : "      publish: [{file: \"%s\"}]\n".formatted(path(name)))
        + Stream.of(lines).map(line -> "      " + line + "\n").collect(joining());
  }

  /** A provider whose password is in {@code NAME.password}, and that gets refresh tokens. */
  static String password(String name, String... lines) {
    var grant =
        Stream.of(
            "grant: password", "username: user", "password-file: \"@DIR@/" + name + ".password\"");
    return provider(name, Stream.concat(grant, Stream.of(lines)).toArray(String[]::new));
  }

  private static String path(String name) {
    return "@DIR@/tokens/" + name;
  }

  /** The whole document, with a journal. */
  String document(String... providers) {
    return agent("journal: \"@DIR@/journal\"", providers);
  }

  /** The whole document, with a key of the agent. */
  String agent(String key, String... providers) {
    var head = "bearerd:\n  %s\n  http: {port: %d}\n  providers:\n".formatted(key, port);
    return (head + String.join("", providers)).replace("@SERVER@", server.address().toString());
  }

  void configure(String... providers) {
    place.configure(document(providers));
  }

  AgentProcess start() {
    return bearerd.start("--config", place.configuration(), "run");
  }

  /** Starts, and waits for the tokens of these. */
  AgentProcess start(String... providers) {
    var daemon = start();
    Stream.of(providers).forEach(name -> awaitToken(daemon, name));
    return daemon;
  }

  /** Runs a command to its end. */
  Bearerd.Result run(String... arguments) {
    var configured = Stream.of("--config", place.configuration());
    return bearerd.run(Stream.concat(configured, Stream.of(arguments)).toArray(String[]::new));
  }

  /**
   * Changes the configuration and says so, with no moment in between in which the daemon could
   * notice it by itself and reload twice.
   */
  void reload(AgentProcess daemon, String... providers) {
    daemon.signal("STOP");
    configure(providers);
    daemon.signal("HUP");
    daemon.signal("CONT");
  }

  /** Waits until the daemon does what {@code bearerd refresh} says. */
  void awaitControl(AgentProcess daemon) {
    place.awaitControl(port, daemon);
  }

  /** Waits until the file of a provider holds the newest token of the server. */
  void awaitToken(AgentProcess daemon, String name) {
    Await.until(
        "the newest token of " + name,
        LIMIT,
        () -> !place.read(name).isEmpty() && place.read(name).equals(server.newestToken(name)),
        daemon::stderr);
  }

  /** Waits until so many requests of a provider have come. */
  void awaitRequests(AgentProcess daemon, String name, int count) {
    Await.until(
        count + " requests of " + name,
        LIMIT,
        () -> server.requests(name).size() >= count,
        () -> server.requests(name) + "\n" + daemon.stderr());
  }

  /** Waits for so many lines that hold all of these texts. */
  void awaitLines(AgentProcess daemon, int count, String... texts) {
    Await.until(
        count + " lines of " + String.join(" … ", texts),
        LIMIT,
        () -> daemon.count(texts) >= count,
        daemon::stderr);
  }

  /** What {@code bearerd status --json} knows of a provider. */
  JsonNode status(String name) {
    try {
      var report = new ObjectMapper().readTree(run("status", "--json").stdout());
      for (var provider : report.path("providers")) {
        if (provider.path("name").asText().equals(name)) {
          return provider;
        }
      }
      throw new AssertionError("not in the status: " + name + " " + report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is written in a file of the directory; empty where there is none. */
  String read(String file) {
    try {
      var path = place.directory().resolve(file);
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (NoSuchFileException e) { // it was removed meanwhile
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path directory() {
    return place.directory();
  }

  Place place() {
    return place;
  }

  StrictServer server() {
    return server;
  }

  Bearerd bearerd() {
    return bearerd;
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    bearerd.close();
    server.close();
  }
}
