package dev.bearerd.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.Bearerd;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rights that {@code plan} prints, and what {@code plan --live} finds of them. */
@Timeout(90)
final class PlanIT {
  private final String home = ApiServer.shared().namespace();
  private final String apps = ApiServer.shared().namespace();
  private final Path directory;
  private final Kubectl kubectl;
  private final Bearerd bearerd;

  PlanIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    kubectl = Kubectl.administrator(directory);
    var api = ApiServer.shared();
    var kubeconfig = api.kubeconfig(directory, home, api.address());
    bearerd = Bearerd.in(directory).with("KUBECONFIG", kubeconfig.toString());
    Files.writeString(
        directory.resolve("bearerd.yaml"),
        """
        bearerd:
          journal: {kubernetes-secret: journal}
          kubernetes: {shards: 2}
          providers:
            orders:
              token-url: https://login.example.com/token
              client-id: orders
              client-secret-secret-ref: {name: client, key: secret}
              on-removal: delete
              publish:
                - kubernetes-secret: {name: orders, namespace: %1$s}
              hooks:
                - rollout: {statefulset: db, namespace: %1$s}
        """
            .formatted(apps));
  }

  @AfterEach
  void stop() {
    bearerd.close();
  }

  @Test
  void everyRightIsMissingBeforeThePlanIsAppliedAndNoneAfterwards() {
    var before = plan("--live");
    var document = plan();
    apply(document.stdout());
    var after = plan("--live");

    assertThat(before.stdout().lines()).isNotEmpty().allMatch(line -> line.startsWith("missing  "));
    assertThat(before.exitCode()).isEqualTo(1);
    assertThat(document.exitCode()).isZero();
    assertThat(after.stdout().lines())
        .hasSameSizeAs(before.stdout().lines().toList())
        .allMatch(line -> line.startsWith("granted  "));
    assertThat(after.exitCode()).isZero();
  }

  @Test
  void namesExactlyTheVerbThatWasTakenAway() {
    var document = plan().stdout();
    var without =
        document.replace(
            "verbs: [get, list, watch, create, patch, delete]",
            "verbs: [get, list, watch, create, delete]");
    assertThat(without).isNotEqualTo(document);
    apply(without);

    var found = plan("--live");

    assertThat(found.stdout().lines().filter(line -> line.startsWith("missing")))
        .containsExactly(
            "missing  patch secrets %1$s/orders; let a Role in namespace %1$s grant {apiGroups: [\"\"], resources: [secrets], resourceNames: [orders], verbs: [patch]}"
                .formatted(apps));
    assertThat(found.exitCode()).isEqualTo(1);
  }

  @Test
  void saysSoWhenTheClusterCannotBeAsked() throws IOException {
    var api = ApiServer.shared();
    var nowhere = Files.createDirectory(directory.resolve("nowhere"));
    var kubeconfig = api.kubeconfig(nowhere, home, "https://127.0.0.1:1/");
    bearerd.with("KUBECONFIG", kubeconfig.toString());

    var found = plan("--live");

    assertThat(found.exitCode()).isEqualTo(3);
    assertThat(found.stdout()).isEmpty();
    assertThat(found.stderr().lines())
        .containsExactly(
            "bearerd: no answer from the API server; does it run, and is it reachable?");
  }

  private void apply(String document) {
    kubectl.runWith(document, "apply", "-f", "-").orFail();
    var api = ApiServer.shared();
    var written = new ByteArrayInputStream(document.getBytes(UTF_8));
    for (var item : api.administrator().load(written).items()) {
      if (item instanceof Role role) {
        api.awaitGranted(home, role.getMetadata().getNamespace(), role.getRules().get(0));
      }
    }
  }

  private Bearerd.Result plan(String... options) {
    var arguments = new String[options.length + 3];
    arguments[0] = "--config";
    arguments[1] = directory.resolve("bearerd.yaml").toString();
    arguments[2] = "plan";
    System.arraycopy(options, 0, arguments, 3, options.length);
    return bearerd.run(arguments);
  }
}
