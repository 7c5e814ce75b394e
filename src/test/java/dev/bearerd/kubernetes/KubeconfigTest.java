package dev.bearerd.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bearerd.kubernetes.Right.Verb;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By the system property that the client takes for KUBECONFIG. */
final class KubeconfigTest {
  private static final String WHOLE =
      """
      current-context: here
      contexts: [{name: here, context: {cluster: c, user: u, namespace: apps}}]
      clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
      users: [{name: u, user: {token: marked-secret}}]
      """;

  private final Path file;
  private final Cluster cluster =
      new Cluster(
          Optional.empty(),
          () -> {
            throw new AssertionError("nothing is asked");
          });

  KubeconfigTest(@TempDir Path directory) {
    file = directory.resolve("config");
  }

  @BeforeEach
  void name() {
    System.setProperty("kubeconfig", file.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty("kubeconfig");
  }

  @Test
  void saysTheNamespace() throws IOException {
    Files.writeString(file, WHOLE);

    assertThat(cluster.namespace()).isEqualTo("apps");
  }

  @Test
  void isNamedWhereItDoesNotExist() {
    refuses("kubeconfig %s does not exist; mend it, or KUBECONFIG");
  }

  @Test
  void isNamedWhereItIsEmpty() throws IOException {
    Files.createFile(file);

    refuses("kubeconfig %s is empty; mend it, or KUBECONFIG");
  }

  @Test
  void isNamedWhereItIsADirectory() throws IOException {
    Files.createDirectory(file);

    refuses("kubeconfig %s is no file; mend it, or KUBECONFIG");
  }

  @Test
  void isTakenWhereOneOfSeveralExists() throws IOException {
    Files.writeString(file, WHOLE);
    System.setProperty("kubeconfig", file.resolveSibling("none") + ":" + file);

    assertThat(cluster.namespace()).isEqualTo("apps");
  }

  @Test
  void mustHaveItsCurrentContext() throws IOException {
    Files.writeString(file, WHOLE.replace("current-context: here", "current-context: nope"));

    refuses(
        "kubeconfig %s: current-context names none of its contexts;"
            + " kubectl config use-context sets it");
  }

  @Test
  void mustHaveTheClusterOfItsContext() throws IOException {
    Files.writeString(file, WHOLE.replace("cluster: c,", "cluster: nope,"));

    refuses("kubeconfig %s: the cluster of its current-context is not in it; add it");
  }

  @Test
  void isNotQuotedWhereItIsNoYaml() throws IOException {
    Files.writeString(file, "token: \"marked-secret");

    refuses("kubeconfig %s cannot be understood; kubectl config view says where it is wrong");
  }

  @Test
  void isNotQuotedWhereItIsSomethingElse() throws IOException {
    Files.writeString(file, "- marked-secret\n");

    refuses("kubeconfig %s cannot be understood; kubectl config view says where it is wrong");
  }

  @Test
  void isNamedWhereItsUserIsNotAccepted() throws IOException {
    Files.writeString(file, WHOLE);

    assertThat(unauthorized())
        .hasMessage(
            "the API server does not accept the token or the certificate of the user in kubeconfig "
                + file
                + "; is it of this cluster, and still valid?");
  }

  @Test
  void isNotNamedWhereAPodsTokenIsNotAccepted() {
    assertThat(unauthorized()).hasMessageContaining("the token of the pod's service account;");
  }

  private static ClusterException unauthorized() {
    var needed = Right.secret(Verb.GET, new SecretName("apps", "orders"));
    return ClusterException.of(
        new KubernetesClientException("marked-secret", 401, new Status()), needed);
  }

  /** Where the namespace is not known, nothing else is tried in another one. */
  private void refuses(String message) {
    assertThatThrownBy(cluster::namespace)
        .isInstanceOf(ClusterException.class)
        .hasMessage(message.formatted(file));
    assertThatThrownBy(cluster::client).hasMessage(message.formatted(file));
  }
}
