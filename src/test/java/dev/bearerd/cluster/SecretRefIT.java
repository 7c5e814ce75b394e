package dev.bearerd.cluster;

import static dev.bearerd.cluster.Deployed.provider;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of a real API server as sources of secrets. */
@Timeout(120)
final class SecretRefIT {
  private static final String PROVIDER =
      provider("orders", "client-secret-secret-ref: {name: idp, key: secret}");

  private final Deployed deployed;

  SecretRefIT(@TempDir Path directory) throws IOException {
    deployed = new Deployed(directory);
  }

  @AfterEach
  void stop() {
    deployed.close();
  }

  @Test
  void aRejectedProviderIsAskedForAgainAtOnceWhenItsSecretChanges() {
    deployed.grant("orders", "idp");
    deployed.create("idp", Map.of("secret", "wrong"));
    deployed.configure(PROVIDER);
    var daemon = deployed.start();
    deployed.awaitLines(daemon, 1, "refresh failed", "kind=rejected");

    deployed.edit("idp", "secret", "correct\n");

    deployed.awaitToken(daemon, "orders");
    assertThat(daemon.count("secret changed")).isEqualTo(1);
    assertThat(deployed.server().requests("orders")).hasSize(2);
    assertThat(daemon.stderr()).doesNotContain("correct");
  }

  @Test
  void aRotatedSecretIsUsedAtTheNextRequestWithoutBeingReadAgain() {
    deployed.grant("orders", "idp");
    deployed.create("idp", Map.of("secret", "correct"));
    deployed.configure(PROVIDER);
    var daemon = deployed.start();
    deployed.awaitToken(daemon, "orders");

    deployed.server().secret("orders", "rotated");
    deployed.edit("idp", "secret", "rotated");
    assertThat(deployed.run("refresh", "orders").exitCode()).isZero();

    deployed.awaitToken(daemon, "orders");
    assertThat(deployed.server().requests("orders")).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void saysWhatIsMissing() {
    deployed.grant("orders", "idp");
    deployed.configure(PROVIDER);
    var daemon = deployed.start();
    var name = deployed.namespace() + "/idp";
    deployed.awaitLines(daemon, 1, "client-secret-secret-ref: Secret " + name + " does not exist");

    deployed.create("idp", Map.of("other", "x"));
    deployed.awaitLines(daemon, 1, "Secret " + name + " has no key secret");
    deployed.edit("idp", "secret", "correct");

    deployed.awaitToken(daemon, "orders");
  }

  @Test
  void namesTheRuleThatIsLacking() {
    deployed.grant("orders");
    deployed.create("idp", Map.of("secret", "correct"));
    deployed.configure(PROVIDER);

    var daemon = deployed.start();

    deployed.awaitLines(
        daemon, 1, "refresh failed", "may not get secrets", "resourceNames: [idp], verbs: [get]");
  }

  @Test
  void aCheckAsksTheClusterNothing() {
    deployed.grant(List.of("get"), "nothing");
    deployed.configure(PROVIDER);

    var checked = deployed.run("check");

    assertThat(checked.exitCode()).as(checked.stderr()).isZero();
    assertThat(deployed.api().requests(deployed.namespace())).isEmpty();
  }
}
