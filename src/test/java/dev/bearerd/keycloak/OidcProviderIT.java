package dev.bearerd.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.AgentProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One agent, and a provider for what Keycloak does not have or does otherwise. */
@TestInstance(Lifecycle.PER_CLASS)
final class OidcProviderIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int FIRST_AND_THREE_RENEWALS = 4;

  private final OidcProviderServer server;
  private final Installation installation;
  private final TokenWatch watch;
  private final AgentProcess agent;

  OidcProviderIT(@TempDir Path directory) {
    server = OidcProviderServer.start(directory);
    installation = new Installation(directory, server, "oidc-provider.yaml");
    installation.write("refresh-token", server.refreshToken());
    watch = new TokenWatch(installation, server);
    agent = installation.run();
  }

  @BeforeAll
  void follow() {
    watch.follow(FIRST_AND_THREE_RENEWALS, agent, LIMIT);
  }

  @AfterAll
  void stop() {
    installation.close();
    server.close();
  }

  List<String> providers() {
    return installation.providers();
  }

  @Test
  void namesTheScopeThatWasNotGranted() {
    assertThat(agent.count("scope narrower provider=narrowed ", "missing=\"write\"")).isEqualTo(1);
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
