package dev.bearerd.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who logs in for the agent, in a browser, once. */
@ExtendWith(RunningKeycloak.class)
final class LoginIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern ADDRESS = Pattern.compile("^or open (\\S+)$", Pattern.MULTILINE);
  private static final int FIRST_AND_THREE_RENEWALS = 4;

  private final KeycloakServer server;
  private final Installation installation;

  LoginIT(KeycloakServer server, @TempDir Path directory) {
    this.server = server;
    installation = new Installation(directory, server, "login.yaml");
  }

  @Test
  void bringsTheRefreshTokenThatTheDaemonGoesOnWith() {
    try (installation) {
      var login = installation.start("login", "device");
      server.approve(address(login), "ann");
      assertThat(login.awaitExit(LIMIT)).as(login::stderr).isZero();

      var watch = new TokenWatch(installation, server);
      var daemon = installation.run();
      watch.follow(FIRST_AND_THREE_RENEWALS, daemon, LIMIT);

      // each brought a refresh token, as the server takes none twice
      assertThat(watch.seen("device").values())
          .as(daemon::stderr)
          .hasSizeGreaterThanOrEqualTo(FIRST_AND_THREE_RENEWALS)
          .containsOnly(true);
      assertThat(daemon.count("refresh failed")).isZero();
    }
  }

  private static URI address(AgentProcess login) {
    Await.until("an address", LIMIT, () -> shown(login).isPresent(), login::stderr);
    return URI.create(shown(login).orElseThrow().group(1));
  }

  private static Optional<MatchResult> shown(AgentProcess login) {
    return ADDRESS.matcher(login.stdout()).results().findFirst();
  }
}
