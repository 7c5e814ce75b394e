package dev.bearerd.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients that their certificate proves, with servers that bind tokens to what they saw of it. */
@ExtendWith(RunningKeycloak.class)
final class CertificateIT {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final String PROVIDER = "rotated";

  private final Path directory;

  CertificateIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void showsKeycloakTheCertificateThatIsInItsFileNow(KeycloakServer server) throws IOException {
    followsRotation(server);
  }

  @Test
  void showsOidcProviderTheCertificateThatIsInItsFileNow() throws IOException {
    try (var server = OidcProviderServer.start(Files.createDirectory(directory.resolve("s")))) {
      followsRotation(server);
    }
  }

  private void followsRotation(AuthorizationServer server) throws IOException {
    var first = server.certificates().sign("first", "CN=agent");
    var second = server.certificates().sign("second", "CN=agent");
    try (var installation = new Installation(directory, server, "certificates.yaml")) {
      show(installation, first);
      var daemon = installation.run();
      Await.until("the first", LIMIT, () -> isBound(server, installation, first), daemon::stderr);

      show(installation, second);

      Await.until("the second", LIMIT, () -> isBound(server, installation, second), daemon::stderr);
      assertThat(server.accepts(installation.token(PROVIDER))).isTrue();
    }
  }

  private static void show(Installation installation, Certificates.Pair pair) throws IOException {
    installation.write("client.key", Files.readString(pair.key()));
    installation.write("client.pem", Files.readString(pair.certificate()));
  }

  /** RFC 8705 section 3.2. */
  private static boolean isBound(
      AuthorizationServer server, Installation installation, Certificates.Pair pair) {
    var token = installation.token(PROVIDER);
    return !token.isEmpty()
        && server
            .introspect(token)
            .at("/cnf/x5t#S256")
            .asText()
            .equals(Certificates.thumbprint(pair));
  }
}
