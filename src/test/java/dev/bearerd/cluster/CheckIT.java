package dev.bearerd.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.Bearerd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check --live} finds in a cluster that lets it do nothing: everything at once. */
@Timeout(90)
final class CheckIT {
  private final String namespace = ApiServer.shared().namespace();
  private final Path directory;
  private final Bearerd bearerd;

  CheckIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    bearerd = Bearerd.in(directory);
    Files.writeString(
        directory.resolve("bearerd.yaml"),
        """
        bearerd:
          journal: {kubernetes-secret: journal}
          providers:
            orders:
              token-url: http://127.0.0.1:1/token
              client-id: orders
              client-secret-secret-ref: {name: client, key: secret}
              publish:
                - kubernetes-secret: orders-token
        """);
  }

  @AfterEach
  void stop() {
    bearerd.close();
  }

  @Test
  void tellsOfEachRightThatIsMissing() throws IOException {
    var checked = check(ApiServer.shared().address());

    assertThat(checked.stdout())
        .contains("journal: may not get secrets " + namespace + "/journal; let a Role")
        .contains("  token: failed: client-secret-secret-ref: may not get secrets " + namespace)
        .contains("orders-token: may not ");
    assertThat(checked.exitCode()).isEqualTo(1);
  }

  @Test
  void tellsThatTheApiServerIsAwayWhereverItIsNeeded() throws IOException {
    var checked = check("https://127.0.0.1:1/");

    assertThat(checked.stdout())
        .contains("journal: no answer from the API server;")
        .contains("  token: failed: client-secret-secret-ref: no answer from the API server;");
    assertThat(checked.exitCode()).isEqualTo(1);
  }

  @Test
  void asksNobodyWhereTheNamespaceIsNotKnown() {
    bearerd.with("KUBECONFIG", directory.resolve("none").toString());

    var checked = check();

    assertThat(checked.stdout()).isEmpty();
    assertThat(checked.stderr().lines())
        .containsExactly(
            "bearerd: kubeconfig %s does not exist; mend it, or KUBECONFIG"
                .formatted(directory.resolve("none")));
    assertThat(checked.exitCode()).isEqualTo(3);
  }

  private Bearerd.Result check(String server) throws IOException {
    var kubeconfig = ApiServer.shared().kubeconfig(directory, namespace, server);
    bearerd.with("KUBECONFIG", kubeconfig.toString());
    return check();
  }

  private Bearerd.Result check() {
    var configuration = directory.resolve("bearerd.yaml").toString();
    return bearerd.run("--config", configuration, "check", "--live");
  }
}
