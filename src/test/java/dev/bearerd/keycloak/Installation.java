package dev.bearerd.keycloak;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Bearerd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * An agent in a directory of its own, configured by a file of {@code src/test/resources/keycloak};
 * each of its providers publishes to the file of its name.
 */
final class Installation implements AutoCloseable {
  private final Path directory;
  private final Bearerd bearerd;
  private final List<String> providers;

  Installation(Path directory, AuthorizationServer server, String configuration) {
    try {
      this.directory = directory.toRealPath();
      this.bearerd = Bearerd.in(this.directory);
      var yaml = server.fill(resource(configuration));
      var filled = yaml.replace("@DIR@", this.directory.toString());
      this.providers = List.copyOf(providers(document(filled)).keySet());
      write("bearerd.yaml", filled);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In the order of the configuration. */
  List<String> providers() {
    return providers;
  }

  /** Starts the daemon. */
  AgentProcess run() {
    return start("run");
  }

  /** Starts a command, and returns at once. */
  AgentProcess start(String... arguments) {
    return bearerd.start(commandLine(arguments));
  }

  /** Runs a command to its end. */
  Bearerd.Result run(String... arguments) {
    return bearerd.run(commandLine(arguments));
  }

  private String[] commandLine(String... arguments) {
    var all = new ArrayList<>(List.of("--config", directory.resolve("bearerd.yaml").toString()));
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }

  /** Takes a provider out of the configuration. */
  void remove(String provider) {
    try {
      var document = document(Files.readString(directory.resolve("bearerd.yaml")));
      providers(document).remove(provider);
      write("bearerd.yaml", new Yaml().dump(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whole at every moment. */
  void write(String name, String text) {
    try {
      var next = Files.writeString(directory.resolve(name + ".next"), text);
      Files.move(next, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The published token; empty where there is none. */
  String token(String provider) {
    var file = directory.resolve("tokens").resolve(provider);
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a file of {@code src/test/resources/keycloak}. */
  static String resource(String name) throws IOException {
    return Files.readString(Path.of("src", "test", "resources", "keycloak", name));
  }

  @Override
  public void close() {
    bearerd.close();
  }

  private static Map<String, Map<String, Map<String, Object>>> document(String yaml) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
  }

  private static Map<String, Object> providers(
      Map<String, Map<String, Map<String, Object>>> document) {
    return document.getOrDefault("bearerd", Map.of()).getOrDefault("providers", Map.of());
  }
}
