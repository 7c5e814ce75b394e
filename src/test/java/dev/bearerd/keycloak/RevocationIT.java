package dev.bearerd.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that nobody has any more, and what the server says of them. */
@ExtendWith(RunningKeycloak.class)
final class RevocationIT {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final KeycloakServer server;
  private final Installation installation;

  RevocationIT(KeycloakServer server, @TempDir Path directory) {
    this.server = server;
    installation = new Installation(directory, server, "revocation.yaml");
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  @Test
  void revokesTheTokenOfAProviderThatLeftTheConfiguration() {
    var daemon = installation.run();
    var token = token(daemon, "client");
    var expiry = expiry(token);

    installation.remove("client");

    daemon.awaitLine(line -> line.contains(revoked("client", "access token")), LIMIT);
    assertThat(server.accepts(token)).isFalse();
    assertThat(expiry).as("otherwise it tells nothing").isAfter(Instant.now());
    assertThat(installation.token("client")).isEmpty();
    assertThat(server.accepts(token(daemon, "kept"))).isTrue();
  }

  @Test
  void revokesTheRefreshTokenToo() {
    var daemon = installation.run();
    var token = token(daemon, "user");
    var expiry = expiry(token);

    installation.remove("user");

    daemon.awaitLine(line -> line.contains(revoked("user", "refresh token")), LIMIT);
    daemon.awaitLine(line -> line.contains(revoked("user", "access token")), LIMIT);
    assertThat(server.accepts(token)).isFalse();
    assertThat(expiry).as("otherwise it tells nothing").isAfter(Instant.now());
  }

  private String token(AgentProcess daemon, String provider) {
    Await.until("a token", LIMIT, () -> !installation.token(provider).isEmpty(), daemon::stderr);
    return installation.token(provider);
  }

  /** As the server says it, while it accepts the token. */
  private Instant expiry(String token) {
    return Instant.ofEpochSecond(server.introspect(token).path("exp").asLong());
  }

  private static String revoked(String provider, String what) {
    return "token revoked provider=%s what=\"%s\"".formatted(provider, what);
  }
}
