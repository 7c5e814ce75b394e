package dev.bearerd.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.AgentProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One agent, and a provider for every grant and every client authentication. */
@ExtendWith(RunningKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
final class RenewalIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int FIRST_AND_THREE_RENEWALS = 4;

  private final Installation installation;
  private final TokenWatch watch;
  private final AgentProcess agent;

  RenewalIT(KeycloakServer server, @TempDir Path directory) {
    installation = new Installation(directory, server, "renewals.yaml");
    installation.write("refresh-token", server.refreshToken("public", "bob"));
    installation.write("assertion", assertion(server, "partner", "ann-at-partner"));
    var account = "system:serviceaccount:shop:agent";
    installation.write("client-assertion", assertion(server, "platform", account));
    installation.run("once", "subject"); // the token that another provider exchanges
    watch = new TokenWatch(installation, server);
    agent = installation.run();
  }

  private static String assertion(KeycloakServer server, String issuer, String subject) {
    return server.assertion("https://" + issuer + ".invalid", subject, Duration.ofMinutes(4));
  }

  @BeforeAll
  void follow() {
    watch.follow(FIRST_AND_THREE_RENEWALS, agent, LIMIT);
  }

  @AfterAll
  void stop() {
    installation.close();
  }

  List<String> providers() {
    return installation.providers();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void publishesTokensThatTheServerAccepts(String provider) {
    assertThat(watch.seen(provider).values())
        .as(agent::stderr)
        .hasSizeGreaterThanOrEqualTo(FIRST_AND_THREE_RENEWALS)
        .containsOnly(true);
    assertThat(agent.count("refresh failed", "provider=" + provider + " ")).isZero();
  }
}
