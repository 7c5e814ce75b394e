package dev.bearerd.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import dev.bearerd.kit.Bearerd;
import dev.bearerd.kit.StrictServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An agent beside a real API server, in a namespace of its own and with the rights that a test
 * grants; and the strict server that it asks for tokens.
 */
final class Deployed implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(30);
  static final List<String> VERBS = List.of("get", "list", "watch", "create", "patch");

  private final ApiServer api = ApiServer.shared();
  private final StrictServer server = new StrictServer();
  private final String namespace = api.namespace();
  private final int port = freePort();
  private final Path directory;
  private final Bearerd bearerd;

  Deployed(Path directory) throws IOException {
    this.directory = directory.toRealPath();
    bearerd = Bearerd.in(this.directory);
    reach(api.address());
  }

  String namespace() {
    return namespace;
  }

  StrictServer server() {
    return server;
  }

  ApiServer api() {
    return api;
  }

  Path directory() {
    return directory;
  }

  KubernetesClient administrator() {
    return api.administrator();
  }

  /** The agent finds the API server there from now on. */
  void reach(String address) throws IOException {
    bearerd.with("KUBECONFIG", api.kubeconfig(directory, namespace, address).toString());
  }

  /** Grants the usual rights to these Secrets, and nothing else. */
  void grant(String... secrets) {
    grant(VERBS, secrets);
  }

  /** From now on the account has these rights to these Secrets, and no others. */
  void grant(List<String> verbs, String... secrets) {
    grantRules(
        new PolicyRuleBuilder()
            .withApiGroups("")
            .withResources("secrets")
            .withResourceNames(secrets)
            .withVerbs(verbs)
            .build());
  }

  /** From now on the account has the rights of these rules, and no others. */
  void grantRules(PolicyRule... rules) {
    var role =
        new RoleBuilder().withNewMetadata().withName("bearerd").endMetadata().withRules(rules);
    var binding =
        new RoleBindingBuilder()
            .withNewMetadata()
            .withName("bearerd")
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "Role", "bearerd")
            .addNewSubject("", "ServiceAccount", "bearerd", namespace);
    var rbac = administrator().rbac();
    rbac.roles().inNamespace(namespace).resource(role.build()).createOr(r -> r.update());
    rbac.roleBindings().inNamespace(namespace).resource(binding.build()).createOr(r -> r.update());
    Stream.of(rules).limit(1).forEach(rule -> api.awaitGranted(namespace, namespace, rule));
  }

  /** A provider of client credentials that publishes in the Secret of its name. */
  static String provider(String name, String... lines) {
    var own = String.join("\n      ", lines);
    return """
          NAME:
            token-url: @SERVER@/NAME
            client-id: NAME
            refresh: {jitter: "0%"}
      """
            .replace("NAME", name)
        + (own.contains("client-secret") ? "" : "      client-secret: correct\n")
        + (own.contains("publish:")
            ? ""
            : "      publish: [{kubernetes-secret: %s}]\n".formatted(name))
        + (own.isEmpty() ? "" : "      " + own + "\n");
  }

  /**
   * Writes the configuration.
   *
   * @param watch value of {@code kubernetes.watch}
   */
  void configureWatching(String watch, String... providers) {
    var text =
        "bearerd:\n  journal: \"@DIR@/journal\"\n  http: {port: @PORT@}\n  kubernetes: {watch: "
            + watch
            + "}\n  providers:\n"
            + String.join("", providers);
    write(
        "bearerd.yaml",
        text.replace("@PORT@", Integer.toString(port))
            .replace("@SERVER@", server.address().toString())
            .replace("@DIR@", directory.toString()));
  }

  void configure(String... providers) {
    configureWatching("name", providers);
  }

  AgentProcess start() {
    return bearerd.start("--config", configuration(), "run");
  }

  Bearerd.Result run(String... command) {
    var arguments = new ArrayList<>(List.of("--config", configuration()));
    arguments.addAll(List.of(command));
    return bearerd.run(arguments.toArray(String[]::new));
  }

  /**
   * Waits until the Secret of a provider holds the newest token of the server, and the daemon knows
   * that: what is done to the Secret before counts as done at the same time.
   */
  void awaitToken(AgentProcess daemon, String name) {
    Await.until(
        "the newest token of " + name,
        LIMIT,
        () ->
            value(name, "token").filter(server.newestToken(name)::equals).isPresent()
                && isPublished(name),
        daemon::stderr);
  }

  /** Whether the daemon says so. */
  private boolean isPublished(String name) {
    var status = URI.create("http://127.0.0.1:" + port + "/status");
    try (var answer = status.toURL().openStream()) {
      var providers = new ObjectMapper().readTree(answer).path("providers");
      return StreamSupport.stream(providers.spliterator(), false)
          .filter(provider -> provider.path("name").asText().equals(name))
          .flatMap(provider -> StreamSupport.stream(provider.path("targets").spliterator(), false))
          .allMatch(target -> target.path("current").asBoolean());
    } catch (IOException e) {
      return false; // not yet
    }
  }

  /** Waits for so many lines that hold all of these texts. */
  void awaitLines(AgentProcess daemon, int count, String... texts) {
    Await.until(
        count + " lines of " + String.join(" … ", texts),
        LIMIT,
        () -> daemon.count(texts) >= count,
        daemon::stderr);
  }

  Resource<Secret> secret(String name) {
    return administrator().secrets().inNamespace(namespace).withName(name);
  }

  /** Somebody else makes a Secret. */
  void create(String name, Map<String, String> content) {
    var data =
        content.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> encoded(entry.getValue())));
    administrator()
        .secrets()
        .inNamespace(namespace)
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withData(data)
                .build())
        .fieldManager("helm")
        .forceConflicts()
        .serverSideApply();
  }

  /** Somebody else changes a key, as {@code kubectl edit} does. */
  void edit(String name, String key, String value) {
    secret(name).edit(old -> new SecretBuilder(old).addToData(key, encoded(value)).build());
  }

  /** What readers of a key find; empty where there is nothing. */
  Optional<String> value(String name, String key) {
    return Optional.ofNullable(secret(name).get())
        .map(Secret::getData)
        .flatMap(data -> Optional.ofNullable(data.get(key)))
        .map(value -> new String(Base64.getDecoder().decode(value), UTF_8));
  }

  String version(String name) {
    return secret(name).get().getMetadata().getResourceVersion();
  }

  void write(String file, String text) {
    try {
      Files.writeString(directory.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a file; none where there is no file. */
  List<String> lines(String file) {
    try {
      var path = directory.resolve(file);
      return Files.exists(path) ? Files.readAllLines(path) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    bearerd.close();
    server.close();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encoded(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
  }

  private String configuration() {
    return directory.resolve("bearerd.yaml").toString();
  }
}
