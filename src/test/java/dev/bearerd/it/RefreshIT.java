package dev.bearerd.it;

import static dev.bearerd.it.Scenario.provider;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.Await;
import dev.bearerd.kit.Bearerd;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that are renewed because somebody says so, and who may. */
@Timeout(60)
final class RefreshIT {
  private final Scenario scenario;

  RefreshIT(@TempDir Path directory) throws IOException {
    scenario = new Scenario(directory);
  }

  @AfterEach
  void stop() {
    scenario.close();
  }

  @Test
  void renewsWhatIsNamedOrAll() {
    scenario.configure(provider("a"), provider("b"), provider("c"));
    var daemon = scenario.start("a", "b", "c");
    scenario.awaitControl(daemon);

    var two = scenario.run("refresh", "a", "b");
    scenario.awaitRequests(daemon, "a", 2);
    scenario.awaitRequests(daemon, "b", 2);
    Stream.of("a", "b").forEach(name -> scenario.awaitToken(daemon, name)); // else it is one wish
    var all = scenario.run("refresh", "--all");
    scenario.awaitRequests(daemon, "a", 3);
    scenario.awaitRequests(daemon, "c", 2);
    Stream.of("a", "b", "c").forEach(name -> scenario.awaitToken(daemon, name));

    assertThat(two.exitCode()).as(two.stderr()).isZero();
    assertThat(two.stdout().lines()).hasSize(2).allMatch(line -> line.contains("renewed"));
    assertThat(all.exitCode()).as(all.stderr()).isZero();
    assertThat(scenario.server().requests("a")).hasSize(3);
    assertThat(scenario.server().requests("c")).hasSize(2);
    assertThat(daemon.count("refresh requested", "providers=2")).isEqualTo(1);
    assertThat(daemon.count("refresh requested", "providers=3")).isEqualTo(1);
  }

  @Test
  void refusesWhatItDoesNotKnowAndDoesNothingThen() {
    scenario.configure(provider("a"));
    scenario.awaitControl(scenario.start("a"));

    assertFails(scenario.run("refresh", "a", "nobody"), 2, "nobody");
    assertFails(scenario.run("refresh", "a&provider=b"), 2, "a&provider=b");
    assertFails(scenario.run("refresh"), 2, "--all");
    assertFails(scenario.run("refresh", "a", "--all"), 2, "--all");
    assertThat(scenario.server().requests("a")).hasSize(1);
  }

  @Test
  void saysWhyThereIsNobodyToTell() {
    scenario.configure(provider("a"));
    assertFails(scenario.run("refresh", "a"), 3, "control-token does not exist");

    var daemon = scenario.start("a");
    scenario.awaitControl(daemon);
    daemon.kill();
    assertFails(scenario.run("refresh", "a"), 3, "does not answer");

    scenario.place().configure(scenario.agent("max-concurrent: 3", provider("a")));
    assertFails(scenario.run("refresh", "a"), 3, "there is no journal");
  }

  @Test
  void takesNoOrdersWithoutAJournal() throws Exception {
    scenario.place().configure(scenario.agent("max-concurrent: 3", provider("a")));
    scenario.start("a");

    assertThat(post("Bearer ")).isEqualTo(401);
    assertThat(post("Bearer null")).isEqualTo(401);
  }

  @Test
  void refusesTheTokenOfAnotherDaemon() throws IOException {
    scenario.configure(provider("a"));
    scenario.awaitControl(scenario.start("a"));
    var token = scenario.directory().resolve("journal/control-token");
    Files.writeString(token, "x".repeat(43));

    assertFails(scenario.run("refresh", "a"), 3, "control token");
    assertThat(scenario.server().requests("a")).hasSize(1);
  }

  @Test
  void admitsOnlyWhoKnowsTheControlToken() throws Exception {
    scenario.configure(provider("a"));
    var daemon = scenario.start("a");
    scenario.awaitControl(daemon);
    var token = controlToken();

    for (var wrong :
        new String[] {"", "Bearer", "Bearer ", token, "bearer " + token, "Bearer " + token + "x"}) {
      assertThat(post(wrong)).as("<%s>", wrong).isEqualTo(401);
    }
    assertThat(send(request("").GET())).isEqualTo(405);
    assertThat(send(request("Bearer " + token).GET())).isEqualTo(405);
    assertThat(send(request("").POST(BodyPublishers.noBody()))).isEqualTo(401);
    assertThat(scenario.server().requests("a")).hasSize(1);

    assertThat(post("Bearer " + token)).isEqualTo(202);
    scenario.awaitRequests(daemon, "a", 2);
  }

  @Test
  void keepsTheControlTokenToItsUserAndMakesANewOneAtEachStart() throws IOException {
    scenario.configure(provider("a"));
    var first = scenario.start("a");
    scenario.awaitControl(first);
    var before = controlToken();

    assertThat(mode("journal")).isEqualTo("rwx------");
    assertThat(mode("journal/control-token")).isEqualTo("rw-------");
    assertThat(first.terminate()).isZero();
    var second = scenario.start();
    scenario.awaitLines(second, 1, "token resumed");
    Await.until(
        "another control token", Scenario.LIMIT, () -> !controlToken().equals(before), () -> "no");
    scenario.awaitControl(second);

    assertThat(scenario.run("refresh", "a").exitCode()).isZero();
    scenario.awaitRequests(second, "a", 2);
    assertThat(before).hasSize(43);
    assertThat(first.stderr() + second.stderr()).doesNotContain(before, controlToken());
  }

  @Test
  void renewsAllAtASignal() {
    scenario.configure(provider("a"), provider("b"));
    var daemon = scenario.start("a", "b");

    daemon.signal("USR1");
    scenario.awaitRequests(daemon, "a", 2);
    scenario.awaitRequests(daemon, "b", 2);
    scenario.awaitToken(daemon, "a");
    scenario.awaitToken(daemon, "b");

    assertThat(daemon.terminate()).isZero();
    assertThat(scenario.server().requests("a")).hasSize(2);
  }

  private int post(String authorization) throws Exception {
    return send(request(authorization).POST(BodyPublishers.noBody()));
  }

  private HttpRequest.Builder request(String authorization) {
    var address = "http://127.0.0.1:" + scenario.port() + "/refresh?provider=a";
    var request = HttpRequest.newBuilder(URI.create(address));
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  private static int send(HttpRequest.Builder request) throws Exception {
    var client = HttpClient.newHttpClient();
    return client.send(request.build(), BodyHandlers.ofString()).statusCode();
  }

  private String controlToken() {
    return scenario.read("journal/control-token");
  }

  private String mode(String file) throws IOException {
    var path = scenario.directory().resolve(file);
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void assertFails(Bearerd.Result result, int exitCode, String reason) {
    assertThat(result.exitCode()).as(result.stderr()).isEqualTo(exitCode);
    assertThat(result.stderr()).contains(reason).doesNotContain("\tat ");
    assertThat(result.stdout()).isEmpty();
  }
}
