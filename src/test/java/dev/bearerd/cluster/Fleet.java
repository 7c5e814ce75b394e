package dev.bearerd.cluster;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import dev.bearerd.kit.Bearerd;
import dev.bearerd.kit.StrictServer;
import dev.bearerd.kubernetes.Right;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Processes of the agent with one configuration, whose journal is a Secret and whose rights are
 * those that it needs. Each publishes into files of one directory.
 */
final class Fleet implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(60);

  private final StrictServer server = new StrictServer();
  private final Path directory;
  private final Bearerd bearerd;
  private final String namespace = ApiServer.shared().namespace();
  private final Map<String, AgentProcess> running = new TreeMap<>();

  Fleet(Path directory) throws IOException {
    this.directory = directory.toRealPath();
    var kubeconfig =
        ApiServer.shared().kubeconfig(this.directory, namespace, ApiServer.shared().address());
    bearerd = Bearerd.in(this.directory).with("KUBECONFIG", kubeconfig.toString());
  }

  String namespace() {
    return namespace;
  }

  StrictServer server() {
    return server;
  }

  void grant(List<Right> rights) {
    Granted.to(namespace, rights);
  }

  /**
   * Writes the configuration.
   *
   * @param keys of the agent, besides the journal; each a line
   */
  void configure(String keys, List<String> providers, String... lines) {
    var text = new StringBuilder("bearerd:\n");
    text.append("  journal: {kubernetes-secret: {name: journal}}\n  http: {port: 0}\n");
    text.append(keys).append("  providers:\n");
    for (var name : providers) {
      text.append(
          """
              NAME:
                token-url: SERVER/NAME
                client-id: NAME
                client-secret: correct
                publish: [{file: "DIR/tokens/NAME"}]
          """
              .replace("NAME", name)
              .replace("SERVER", server.address().toString())
              .replace("DIR", directory.toString()));
      for (var line : lines) {
        text.append("      ").append(line).append("\n");
      }
    }
    try {
      Files.writeString(directory.resolve("bearerd.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one by this name, as the one pod that has it. */
  AgentProcess start(String name) {
    var process =
        bearerd
            .with("HOSTNAME", name)
            .start("--config", directory.resolve("bearerd.yaml").toString(), "run");
    running.put(name, process);
    return process;
  }

  Bearerd.Result run(String... arguments) {
    var all = new java.util.ArrayList<>(List.of("--config", directory + "/bearerd.yaml"));
    all.addAll(List.of(arguments));
    return bearerd.run(all.toArray(String[]::new));
  }

  AgentProcess process(String name) {
    return running.getOrDefault(name, running.values().iterator().next());
  }

  /** What the file of a provider holds; empty where there is none yet. */
  String token(String provider) {
    try {
      var file = directory.resolve("tokens").resolve(provider);
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitToken(String provider) {
    Await.until(
        "the newest token of " + provider,
        LIMIT,
        () -> !token(provider).isEmpty() && token(provider).equals(server.newestToken(provider)),
        this::logs);
  }

  String logs() {
    var text = new StringBuilder();
    running.forEach((name, process) -> text.append(name).append('\n').append(process.stderr()));
    return text.toString();
  }

  @Override
  public void close() {
    bearerd.close();
    server.close();
  }
}
