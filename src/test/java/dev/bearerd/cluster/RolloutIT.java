package dev.bearerd.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import dev.bearerd.kit.Bearerd;
import dev.bearerd.kit.StrictServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Restarts of a workload, with the rights that {@code plan} prints and no other. */
@Timeout(120)
final class RolloutIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final String namespace = ApiServer.shared().namespace();
  private final StrictServer server = new StrictServer();
  private final Path directory;
  private final Kubectl kubectl;
  private final Bearerd bearerd;

  RolloutIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    kubectl = Kubectl.administrator(directory);
    var api = ApiServer.shared();
    var kubeconfig = api.kubeconfig(directory, namespace, api.address());
    bearerd = Bearerd.in(directory).with("KUBECONFIG", kubeconfig.toString());
  }

  @BeforeEach
  void createWorkload() {
    apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: %s}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: web}]}
        """
            .formatted(namespace));
  }

  @AfterEach
  void stop() {
    bearerd.close();
    server.close();
  }

  @Test
  void restartsOnceForAllTokensAndNotAgainAfterARestartOfItsOwn() throws IOException {
    configure("a", "b", "c");
    grant();
    var before = Instant.now();
    var daemon = start();
    for (var name : List.of("a", "b", "c")) {
      Await.until("all is done", LIMIT, () -> isAnnounced(name), daemon::stderr);
    }

    assertThat(restartedAt()).isBetween(before, Instant.now());
    assertThat(generation()).isEqualTo("2");
    assertThat(
            kubectl("--show-managed-fields", "-o", "jsonpath={.metadata.managedFields[*].manager}"))
        .contains("bearerd");
    assertThat(daemon.count("hook failed")).isZero();
    assertThat(daemon.terminate()).isZero();

    var second = start();
    second.awaitLine(line -> line.contains("token resumed"), LIMIT);
    assertThat(second.terminate()).isZero();
    assertThat(generation()).isEqualTo("2");
  }

  @Test
  void saysWhichRightIsMissingAndGoesOnOnceItIsThere() throws IOException {
    configure("a");
    var daemon = start();

    awaitLog(
        daemon,
        1,
        "hook failed",
        "hook=\"rollout deployment " + namespace + "/web\"",
        "may not get deployments " + namespace + "/web; let a Role in namespace " + namespace);
    grant();
    awaitRestart(daemon);
  }

  @Test
  void saysWhenThereIsNoSuchWorkload() throws IOException {
    kubectl.run("delete", "deployment", "web", "-n", namespace).orFail();
    configure("a");
    grant();
    var daemon = start();

    awaitLog(daemon, 1, "hook failed", "there is no deployment " + namespace + "/web");
  }

  private void configure(String... providers) throws IOException {
    var document = new StringBuilder("bearerd:\n  journal: \"@DIR@/journal\"\n  http: {port: 0}\n");
    document.append("  defaults: {hooks: [{rollout: {deployment: web}}]}\n  providers:\n");
    Stream.of(providers)
        .map(
            name ->
                """
                    NAME:
                      token-url: @SERVER@/NAME
                      client-id: NAME
                      client-secret: correct
                      publish: [{file: "@DIR@/tokens/NAME"}]
                """
                    .replace("NAME", name))
        .forEach(document::append);
    Files.writeString(
        directory.resolve("bearerd.yaml"),
        document
            .toString()
            .replace("@DIR@", directory.toString())
            .replace("@SERVER@", server.address().toString()));
  }

  private void grant() {
    apply(bearerd.run("--config", directory.resolve("bearerd.yaml").toString(), "plan").stdout());
  }

  private void apply(String document) {
    kubectl.runWith(document, "apply", "-f", "-").orFail();
  }

  private AgentProcess start() {
    return bearerd.start("--config", directory.resolve("bearerd.yaml").toString(), "run");
  }

  /** As the journal remembers it. */
  private boolean isAnnounced(String provider) {
    try {
      var entry = directory.resolve("journal").resolve(provider + ".json");
      return Files.exists(entry) && Files.readString(entry).contains("\"announced\":true");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitRestart(AgentProcess daemon) {
    Await.until("a restart", LIMIT, () -> !annotation().isEmpty(), daemon::stderr);
  }

  private static void awaitLog(AgentProcess daemon, int count, String... texts) {
    Await.until(
        String.join(" … ", texts), LIMIT, () -> daemon.count(texts) >= count, daemon::stderr);
  }

  private Instant restartedAt() {
    return Instant.parse(annotation());
  }

  private String annotation() {
    var path = "{.spec.template.metadata.annotations.kubectl\\.kubernetes\\.io/restartedAt}";
    return kubectl("-o", "jsonpath=" + path);
  }

  /** The server counts the changes of the specification. */
  private String generation() {
    return kubectl("-o", "jsonpath={.metadata.generation}");
  }

  private String kubectl(String... options) {
    var get = Stream.of("get", "deployment", "web", "-n", namespace);
    return kubectl.run(Stream.concat(get, Stream.of(options)).toArray(String[]::new)).orFail();
  }
}
