package dev.bearerd.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import dev.bearerd.kit.Bearerd;
import dev.bearerd.kit.IssuerServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is found by its issuer: tokens, logins, and what is revoked there. */
@Timeout(90)
final class IssuerIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String METADATA = "/.well-known/openid-configuration";

  private final IssuerServer server = new IssuerServer();
  private final int port = Place.freePort();
  private final Place place;
  private final Bearerd bearerd;

  IssuerIT(@TempDir Path directory) throws IOException {
    place = new Place(directory.toRealPath());
    bearerd = Bearerd.in(place.directory());
  }

  @AfterEach
  void stop() {
    bearerd.close();
    server.close();
  }

  @Test
  void findsTheTokenEndpointOnceAndAgainWhenItHasMoved() {
    server.scope("read");
    configure("scopes: [read, write]");
    var daemon = start();
    awaitToken("token-1", daemon);
    daemon.kill();
    assertThat(daemon.count("WARN", "scope narrower", "missing=\"write\"")).isEqualTo(1);

    daemon = start();
    awaitLine(daemon, "token resumed");
    renew(daemon);
    awaitToken("token-2", daemon);
    assertThat(server.requests(METADATA)).hasSize(1);

    server.move("/moved");
    renew(daemon);
    awaitToken("token-3", daemon);
    assertThat(server.requests(METADATA)).hasSize(2);
  }

  @Test
  void startsAlthoughTheServerIsDown() {
    server.down(true);
    configure("");
    var daemon = start();
    awaitLine(daemon, "refresh failed provider=p kind=transient cause=\"HTTP 503\"");

    server.down(false);

    awaitToken("token-1", daemon);
  }

  @Test
  void showsDiscoveryInALiveCheck() {
    configure("");

    var result = bearerd.run("--config", place.configuration(), "check", "--live");

    assertThat(result.exitCode()).as(result.stderr()).isZero();
    assertThat(result.stdout())
        .contains("> GET " + server.address() + METADATA, "> POST " + server.address() + "/token");
  }

  @Test
  void goesOnWithWhatALoginHasBrought() throws IOException {
    configure("grant: refresh-token", "scopes: [offline_access]");
    var daemon = start();
    awaitLine(daemon, "no usable refresh token; run: bearerd login p");
    var login = bearerd.start("--config", place.configuration(), "login", "p");
    Await.until(
        "a code", LIMIT, () -> login.stdout().contains("the code WDJB-MJHT"), login::stderr);
    Await.until("polls", LIMIT, () -> server.requests("/token").size() >= 2, login::stderr);

    server.grant();

    assertThat(login.awaitExit(LIMIT)).as(login.stderr()).isZero();
    assertThat(login.stdout())
        .contains(server.address() + "/activate?c=WDJB-MJHT", "p: logged in, token valid for")
        .doesNotContain("d3v1ce", "token-1", "refresh-1");
    assertThat(login.stderr()).contains("the daemon takes it up now");
    awaitToken("token-1", daemon);
    assertThat(Files.readString(place.directory().resolve("journal/p.json"))).contains("refresh-1");
    renew(daemon);
    awaitToken("token-2", daemon);
    assertThat(daemon.stderr()).doesNotContain("token-1", "refresh-1");
  }

  @Test
  void aLoginWithoutADaemonIsForTheNextStart() {
    configure("grant: refresh-token");
    server.grant();

    var login = bearerd.run("--config", place.configuration(), "login", "p");

    assertThat(login.exitCode()).as(login.stderr()).isZero();
    assertThat(login.stderr()).contains("no daemon could be told");
    awaitToken("token-1", start());
  }

  @Test
  void revokesWhatItDrops() {
    configure("grant: refresh-token", "revoke: true", "on-removal: delete");
    server.grant();
    bearerd.run("--config", place.configuration(), "login", "p");
    var daemon = start();
    awaitToken("token-1", daemon);

    configure("revoke: true", "on-removal: delete"); // another identity, maybe of the same grant
    awaitToken("token-2", daemon);
    configure("revoke: true", "on-removal: delete", "scopes: [read]"); // and another
    awaitToken("token-3", daemon);
    Await.until(
        "a revocation", LIMIT, () -> server.revoked().equals(List.of("token-2")), daemon::stderr);
    place.configure(head() + "    other: {token-url: \"http://127.0.0.1:1/\", client-id: me}\n");
    Await.until("a revocation", LIMIT, () -> server.revoked().contains("token-3"), daemon::stderr);

    awaitLine(daemon, "token revoked provider=p what=\"access token\"");
    assertThat(place.token("p")).doesNotExist();
    assertThat(server.requests("/revoke").get(0).headers()).containsKey("Authorization");
    assertThat(daemon.count("revocation failed")).isZero();
  }

  private void configure(String... lines) {
    var own = new StringBuilder();
    for (var line : lines) {
      own.append("      ").append(line).append('\n');
    }
    place.configure(
        head()
            + """
                  p:
                    issuer: @
                    client-id: me
                    client-secret: s3cret
                    publish: [{file: "@DIR@/tokens/p"}]
              """
                .replace("@\n", server.address() + "/\n")
            + own);
  }

  private String head() {
    return """
        bearerd:
          journal: "@DIR@/journal"
          http: {port: %d}
          providers:
        """
        .formatted(port);
  }

  private AgentProcess start() {
    return bearerd.start("--config", place.configuration(), "run");
  }

  private void renew(AgentProcess daemon) {
    place.awaitControl(port, daemon);
    var result = bearerd.run("--config", place.configuration(), "refresh", "p");
    assertThat(result.exitCode()).as(result.stderr() + daemon.stderr()).isZero();
  }

  private void awaitToken(String token, AgentProcess daemon) {
    Await.until(token, LIMIT, () -> place.read("p").equals(token), daemon::stderr);
  }

  private static void awaitLine(AgentProcess daemon, String text) {
    daemon.awaitLine(line -> line.contains(text), LIMIT);
  }
}
