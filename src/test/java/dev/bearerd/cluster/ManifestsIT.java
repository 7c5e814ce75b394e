package dev.bearerd.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All that is in k8s/ is what a cluster accepts that restricts its pods. */
@Timeout(90)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ManifestsIT {
  private final Kubectl kubectl;

  ManifestsIT(@TempDir Path directory) throws IOException {
    kubectl = Kubectl.administrator(directory);
  }

  @BeforeAll
  void prepare() {
    for (var name : List.of("bearerd", "orders")) {
      kubectl.run("create", "namespace", name).orFail();
      kubectl
          .run(
              "label",
              "namespace",
              name,
              "pod-security.kubernetes.io/enforce=restricted",
              "pod-security.kubernetes.io/warn=restricted")
          .orFail();
    }
    for (var kind : List.of("servicemonitors", "prometheusrules")) {
      var file = "monitoring.coreos.com_" + kind + ".yaml";
      var schema = Path.of(System.getProperty("prometheus-operator.crds"), file);
      kubectl.run("create", "-f", schema.toString()).orFail();
      Await.until(
          kind,
          Duration.ofSeconds(30),
          () -> served(kind).exitCode() == 0,
          () -> served(kind).err());
    }
  }

  /** What is established can be found a moment later. */
  private Kubectl.Result served(String kind) {
    return kubectl.run("get", kind + ".monitoring.coreos.com", "-n", "bearerd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/sharded", "overlays/sidecar", "overlays/monitoring"})
  void areAcceptedWithoutAWarning(String manifests) {
    var result = kubectl.run("apply", "--dry-run=server", "-k", "k8s/" + manifests);

    assertThat(result.err()).isEmpty();
    assertThat(result.orFail().lines())
        .isNotEmpty()
        .allMatch(line -> line.endsWith(" created (server dry run)"));
  }

  @Test
  void podsThatAreNotRestrictedWouldBeRefused() {
    var pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: loose, namespace: bearerd}
        spec: {containers: [{name: a, image: a}]}
        """;

    assertThat(kubectl.runWith(pod, "apply", "--dry-run=server", "-f", "-").err())
        .contains("violates PodSecurity \"restricted");
  }

  @Test
  void deploymentsOfSuchPodsWouldBeWarnedOf() {
    var deployment =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: loose, namespace: bearerd}
        spec:
          selector: {matchLabels: {a: b}}
          template:
            metadata: {labels: {a: b}}
            spec: {containers: [{name: a, image: a}]}
        """;

    assertThat(kubectl.runWith(deployment, "apply", "--dry-run=server", "-f", "-").err())
        .contains("Warning: would violate PodSecurity \"restricted");
  }

  @Test
  void monitorsAreComparedWithTheirSchema() {
    var monitor =
        """
        apiVersion: monitoring.coreos.com/v1
        kind: ServiceMonitor
        metadata: {name: wrong, namespace: bearerd}
        spec: {selector: {}, endpoints: [{prot: status}]}
        """;

    assertThat(kubectl.runWith(monitor, "apply", "--dry-run=server", "-f", "-").err())
        .contains("unknown field \"spec.endpoints[0].prot\"");
  }
}
