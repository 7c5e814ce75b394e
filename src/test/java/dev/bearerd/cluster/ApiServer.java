package dev.bearerd.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bearerd.kit.Await;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real API server on loopback, with RBAC and without controllers, which serves all tests of this
 * process and ends with it. Each test takes a namespace of its own.
 */
final class ApiServer {
  private static final ApiServer SHARED = new ApiServer();
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  /** What service accounts ask for, and no content of it. */
  private static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules: [{level: Metadata, userGroups: ["system:serviceaccounts"]}]
      """;

  private final Path audit;
  private final KubeAPIServer server;
  private final Config administrator;
  private final KubernetesClient client;

  private ApiServer() {
    audit = temporary("audit", "");
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withUpdateKubeConfig(false)
                .withApiServerFlag("--audit-policy-file", temporary("policy", POLICY).toString())
                .withApiServerFlag("--audit-log-path", audit.toString())
                .build());
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop API server"));
    administrator = Config.fromKubeconfig(server.getKubeConfigYaml());
    client = new KubernetesClientBuilder().withConfig(administrator).build();
  }

  static ApiServer shared() {
    return SHARED;
  }

  /** A client that may do everything. */
  KubernetesClient administrator() {
    return client;
  }

  /** A kubeconfig of who may do everything. */
  String administratorKubeconfig() {
    return server.getKubeConfigYaml();
  }

  /** For instance {@code https://127.0.0.1:34567/}. */
  String address() {
    return administrator.getMasterUrl();
  }

  /** From now on it answers nobody, until it is thawed. */
  void freeze() {
    signal("STOP");
  }

  /** It does what it was asked, and goes on. */
  void thaw() {
    signal("CONT");
  }

  private static void signal(String name) {
    var process =
        ProcessHandle.current()
            .children()
            .filter(child -> child.info().command().orElse("").endsWith("/kube-apiserver"))
            .findFirst()
            .orElseThrow();
    try {
      var kill = List.of("kill", "-" + name, Long.toString(process.pid()));
      assertThat(new ProcessBuilder(kill).inheritIO().start().waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** A new namespace, with a service account {@code bearerd} that may do nothing yet. */
  String namespace() {
    var name = "test-" + NAMESPACES.incrementAndGet();
    client
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    client
        .serviceAccounts()
        .inNamespace(name)
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName("bearerd").endMetadata().build())
        .create();
    return name;
  }

  /**
   * Waits until the service account {@code bearerd} of a namespace has what a rule in a Role
   * grants: Roles count a moment after they were written.
   *
   * @param namespace of the Role
   */
  void awaitGranted(String account, String namespace, PolicyRule rule) {
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser("system:serviceaccount:" + account + ":bearerd")
            .withNewResourceAttributes()
            .withNamespace(namespace)
            .withVerb(rule.getVerbs().get(0))
            .withGroup(rule.getApiGroups().get(0))
            .withResource(rule.getResources().get(0))
            .withName(rule.getResourceNames().stream().findFirst().orElse(""))
            .endResourceAttributes()
            .endSpec()
            .build();
    var reviews = client.authorization().v1().subjectAccessReview();
    Await.until(
        "the right of a Role",
        Duration.ofSeconds(30),
        () -> reviews.create(review).getStatus().getAllowed(),
        rule::toString);
  }

  /**
   * What the service account of a namespace has asked for: the verbs, in order. A watch is there
   * once it has begun, and again once it has ended.
   */
  List<String> requests(String namespace) {
    var user = "system:serviceaccount:" + namespace + ":bearerd";
    try {
      var text = Files.readString(audit);
      return text.substring(0, text.lastIndexOf('\n') + 1) // the last line may be half written
          .lines()
          .map(ApiServer::json)
          .filter(event -> event.at("/user/username").asText().equals(user))
          .map(event -> event.path("verb").asText())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporary(String name, String content) {
    try {
      var file = Files.createTempFile("api-server-", name);
      file.toFile().deleteOnExit();
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a kubeconfig of the service account {@code bearerd} of a namespace, and its token. */
  Path kubeconfig(Path directory, String namespace, String address) throws IOException {
    var token =
        client
            .serviceAccounts()
            .inNamespace(namespace)
            .withName("bearerd")
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    return Files.writeString(
        directory.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: test
        contexts: [{name: test, context: {cluster: test, user: bearerd, namespace: %s}}]
        clusters: [{name: test, cluster: {server: "%s", certificate-authority: "%s"}}]
        users: [{name: bearerd, user: {token: "%s"}}]
        """
            .formatted(namespace, address, administrator.getCaCertFile(), token));
  }
}
