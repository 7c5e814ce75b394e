package dev.bearerd.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the other tests rely on: that rights count. */
final class ApiServerIT {
  @Test
  void grantsTheServiceAccountNothingByItself(@TempDir Path directory) throws Exception {
    var server = ApiServer.shared();
    var kubeconfig = server.kubeconfig(directory, server.namespace(), server.address());
    var config = Config.fromKubeconfig(Files.readString(kubeconfig));

    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      var refusal =
          Assertions.catchThrowableOfType(
              KubernetesClientException.class, () -> client.secrets().list());

      assertThat(refusal.getCode()).isEqualTo(403);
    }
  }
}
