package dev.bearerd.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import dev.bearerd.kit.Bearerd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real {@code kubectl}, with a kubeconfig that names a file which bearerd keeps. */
@Timeout(120)
final class KubectlConsumerIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int RENEWALS = 3;

  private final String namespace = ApiServer.shared().namespace();
  private final AccountTokens tokens;
  private final Path file;
  private final Path directory;
  private final Bearerd bearerd;

  KubectlConsumerIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    file = directory.resolve("tokens/kubectl");
    tokens = new AccountTokens(namespace, Duration.ofSeconds(4));
    bearerd = Bearerd.in(directory);
  }

  @AfterEach
  void stop() {
    bearerd.close();
    tokens.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tokenFile: \"@TOKEN@\"",
        "exec: {apiVersion: client.authentication.k8s.io/v1, command: cat, args: [\"@TOKEN@.json\"],"
            + " interactiveMode: Never}"
      })
  void isLetInAcrossThreeRenewals(String user) throws IOException {
    var kubectl = new Kubectl(kubeconfig(user));
    var daemon = start();
    var used = new LinkedHashSet<String>();

    while (used.size() <= RENEWALS) {
      used.add(newToken(daemon, used));
      assertThat(whoAmI(kubectl)).isEqualTo("system:serviceaccount:" + namespace + ":bearerd");
    }

    assertThat(tokens.given()).containsSubsequence(used);
    assertThat(daemon.terminate()).isZero();
  }

  /** Waits for one that was not used yet. */
  private String newToken(AgentProcess daemon, Set<String> used) {
    Await.until(
        "a new token", LIMIT, () -> isPublished() && !used.contains(read(file)), daemon::stderr);
    return read(file);
  }

  /** In both formats, of which the second follows the first. */
  private boolean isPublished() {
    var credential = Path.of(file + ".json");
    return Files.exists(file)
        && Files.exists(credential)
        && read(credential).contains("\"" + read(file) + "\"");
  }

  private static String whoAmI(Kubectl kubectl) {
    return kubectl.run("auth", "whoami", "-o", "jsonpath={.status.userInfo.username}").orFail();
  }

  private AgentProcess start() throws IOException {
    var configuration =
        """
        bearerd:
          http: {port: 0}
          providers:
            kubectl:
              token-url: %s
              client-id: kubectl
              client-secret: correct
              publish:
                - file: "%s"
                - file: {path: "%s.json", format: exec-credential}
        """
            .formatted(tokens.address(), file, file);
    var path = Files.writeString(directory.resolve("bearerd.yaml"), configuration);
    return bearerd.start("--config", path.toString(), "run");
  }

  private Path kubeconfig(String user) throws IOException {
    var api = ApiServer.shared();
    var given = api.kubeconfig(directory, namespace, api.address());
    var text =
        Files.readString(given)
            .replaceAll("token: \"[^\"]*\"", user.replace("@TOKEN@", file.toString()));
    return Files.writeString(given, text);
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
