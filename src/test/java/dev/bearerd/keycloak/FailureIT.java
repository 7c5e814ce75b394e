package dev.bearerd.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator reads when the server refuses: one line, with the server's own words. */
@ExtendWith(RunningKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
final class FailureIT {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String UNTRUSTED =
      "the server does not accept the client certificate; does it trust its CA?\"";
  private static final String PLATFORM = "https://platform.invalid";
  private static final String PARTNER = "https://partner.invalid";

  private final KeycloakServer server;
  private final Installation installation;
  private final AgentProcess agent;

  FailureIT(KeycloakServer server, @TempDir Path directory) {
    this.server = server;
    installation = new Installation(directory, server, "failures.yaml");
    installation.write("refresh-token", server.refreshToken("public", "bob"));
    installation.write("foreign-token", server.assertion("https://x.invalid", "x", MINUTE));
    installation.write("expired-assertion", server.assertion(PLATFORM, "x", MINUTE.negated()));
    installation.write("unknown-assertion", server.assertion(PARTNER, "nobody", MINUTE));
    server.certificates().sign("expired", "CN=agent", "-startdate", "-3d", "-validity", "1");
    Certificates.in(directory).sign("foreign", "CN=agent");
    agent = installation.run();
  }

  @BeforeAll
  void breakWhatWorks() {
    awaitToken("disabled-client");
    awaitToken("revoked-refresh-token");
    server.admin().disableClient("switched-off");
    server.admin().logout("bob");
    installation.providers().forEach(this::awaitFailure);
  }

  @AfterAll
  void stop() {
    installation.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wrong-secret              | unauthorized_client: Invalid client or Invalid client credentials (HTTP 401)
          wrong-secret-post         | unauthorized_client: Invalid client or Invalid client credentials (HTTP 401)
          unknown-client            | invalid_client: Invalid client or Invalid client credentials (HTTP 401)
          unknown-scope             | invalid_scope: Invalid scopes: phone fly-to-the-moon (HTTP 400)
          wrong-password            | invalid_grant: Invalid user credentials (HTTP 400)
          grant-not-allowed         | unauthorized_client: Client not enabled to retrieve service account (HTTP 401)
          disabled-client           | invalid_client: Invalid client or Invalid client credentials (HTTP 401)
          revoked-refresh-token     | invalid_grant: Session not active (HTTP 400)
          wrong-key                 | invalid_client: Client authentication with signed JWT failed: Signature on JWT token failed validation (HTTP 400)
          unknown-key-id            | invalid_client: Unable to load public key (HTTP 400)
          wrong-audience            | invalid_client: Invalid token audience (HTTP 400)
          expired-assertion         | invalid_client: Invalid client or Invalid client credentials (HTTP 401)
          foreign-subject-token     | invalid_request: Invalid token (HTTP 400)
          unknown-assertion-subject | invalid_grant: User not found (HTTP 400)
          """)
  void tellsARejectionInOneLine(String provider, String cause) {
    var line = "kind=rejected cause=\"" + cause + "\"";

    assertThat(failures(provider)).singleElement().asString().contains(line);
  }

  @Test
  void tellsInOneLineThatTheCertificateHasExpired() {
    assertThat(failures("expired-certificate"))
        .singleElement()
        .asString()
        .contains(
            "cause=\"tls.client-certificate-file ", "/expired.pem has expired at ", "; renew it");
  }

  /** It is tried again, as somebody may make the server trust that authority. */
  @Test
  void saysOfACertificateThatTheServerDoesNotTrustIt() {
    assertThat(failures("foreign-certificate"))
        .isNotEmpty()
        .allMatch(line -> line.contains(UNTRUSTED));
  }

  private List<String> failures(String provider) {
    return agent.lines().stream().filter(line -> isFailure(line, provider)).toList();
  }

  private void awaitToken(String provider) {
    Await.until(
        "a token of " + provider,
        LIMIT,
        () -> !installation.token(provider).isEmpty(),
        agent::stderr);
  }

  private void awaitFailure(String provider) {
    agent.awaitLine(line -> isFailure(line, provider), LIMIT);
  }

  private static boolean isFailure(String line, String provider) {
    return line.contains("refresh failed provider=" + provider + " ");
  }
}
