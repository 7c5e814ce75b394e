package dev.bearerd.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import dev.bearerd.kit.Bearerd;
import dev.bearerd.kit.TokenServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command as users type it. */
final class CommandLineIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String ENDPOINT = "/configapi/v2/oauth/token";
  private static final String CONFIGURATION =
      """
      bearerd:
        journal: "@DIR@/journal"
        http: {port: @PORT@}
        providers:
          configapi:
            preset: configapi-v2
            server: @SERVER@
            client-id: clientid
            client-secret: qkDwDJlDfig2IpeuUZYKH1Wb8q1V0ju6sILxQQqhJ
            scopes: [example.com]
            publish: [{file: "@DIR@/tokens/configapi"}]
      """;
  private static final String ADMIN =
      """
          admin:
            preset: ibm-api-connect
            server: @SERVER@
            realm: admin/default-idp-1
            username: chrisp
            password: password
            publish: [{file: "@DIR@/tokens/admin"}]
      """;

  private final Place place;
  private final Bearerd bearerd;
  private final TokenServer server = TokenServer.http(Duration.ofHours(1));

  CommandLineIT(@TempDir Path directory) throws IOException {
    place = new Place(directory.toRealPath());
    bearerd = Bearerd.in(place.directory());
    configure(CONFIGURATION);
  }

  @AfterEach
  void stop() {
    bearerd.close();
    server.close();
    assertThat(server.complaints()).isEmpty();
  }

  @Test
  void onceLeavesAFreshTokenAloneUnlessForced() {
    assertThat(run("once").exitCode()).isZero();
    var first = place.read("configapi");

    assertThat(run("once").exitCode()).isZero();
    assertThat(server.requests(ENDPOINT)).hasSize(1);
    assertThat(place.read("configapi")).isEqualTo(first);

    assertThat(run("once", "configapi", "--force").exitCode()).isZero();
    assertThat(server.requests(ENDPOINT)).hasSize(2);
    assertThat(place.read("configapi")).isNotEqualTo(first);
  }

  @Test
  void onceTriesAgainUntilItsTimeout() {
    server.failNext(1, 503, "");
    assertThat(run("once", "--timeout", "20s").exitCode()).isZero();
    assertThat(server.requests(ENDPOINT)).hasSize(2);

    server.failNext(100, 503, "");
    var failed = run("once", "--force", "--timeout", "1s");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.stdout()).isEmpty();
    assertThat(failed.stderr())
        .contains("configapi", "503")
        .doesNotContain("\tat ")
        .endsWith("bearerd: gave up on configapi; the lines above say why\n");
  }

  @Test
  void getPrintsThePublishedTokenInEveryFormat() throws IOException {
    assertThat(run("once").exitCode()).isZero();
    var token = place.read("configapi");

    assertThat(run("get", "configapi").stdout().strip()).isEqualTo(token);
    var header = run("get", "configapi", "--format", "header").stdout().strip();
    var json = run("get", "configapi", "--format", "json").stdout();

    assertThat(header).isEqualTo("Authorization: Bearer " + token);
    assertThat(new ObjectMapper().readTree(json).findValuesAsText("access_token"))
        .containsExactly(token);
    assertThat(server.requests(ENDPOINT)).hasSize(1);
  }

  @Test
  void getAsksForATokenWhereNoneIsFreshAndRefusesUnknownProviders() {
    var got = run("get", "configapi");
    assertThat(server.expiry(got.stdout().strip())).isPresent();

    var unknown = run("get", "configapy");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.stdout()).isEmpty();
    assertThat(unknown.stderr()).contains("configapi");
  }

  @Test
  void getWaitsForNoTargetThatFails() {
    configure(CONFIGURATION.replace("publish: [", "publish: [{file: \"@DIR@\"}, "));

    var got = run("get", "configapi");

    assertThat(got.exitCode()).as(got.stderr()).isZero();
    assertThat(got.stdout().strip()).isEqualTo(place.read("configapi"));
    assertThat(got.stderr().lines().filter(line -> line.contains("publication failed"))).hasSize(1);
  }

  @Test
  void checkAsksTheServerOnlyWhenLiveAndPublishesNothing() {
    assertThat(run("check").exitCode()).isZero();
    assertThat(server.requests(ENDPOINT)).isEmpty();

    var live = run("check", "--live");
    assertThat(live.exitCode()).as(live.stderr()).isZero();
    assertThat(server.requests(ENDPOINT)).hasSize(1);
    assertThat(live.stdout() + live.stderr()).doesNotContain("qkDwDJ", "xxxxxxxx");
    assertThat(place.read("configapi")).isEmpty();

    server.failNext(1, 401, "{\"error\": \"invalid_client\"}");
    assertThat(run("check", "--live").exitCode()).isEqualTo(1);
  }

  @Test
  void statusTellsWhatTheRunningDaemonKnows() throws IOException {
    assertThat(run("status").exitCode()).isEqualTo(3);
    var daemon = start("run");
    Await.until("a token", LIMIT, () -> !place.read("configapi").isEmpty(), daemon::stderr);

    var status = run("status", "--json");

    assertThat(status.exitCode()).as(status.stderr()).isZero();
    assertThat(new ObjectMapper().readTree(status.stdout()).isContainerNode()).isTrue();
    assertThat(status.stdout()).contains("configapi").doesNotContain("xxxxxxxx");
    assertThat(run("status").stdout()).contains("configapi").doesNotContain("xxxxxxxx");
    assertThat(daemon.terminate()).isZero();
  }

  @Test
  void realmsNamesTheRealmToConfigure() {
    var address = server.address().toString();

    assertThat(run("realms", address).stdout()).contains("provider/default-idp-2");
    assertThat(run("realms", address, "--admin").stdout()).contains("admin/default-idp-1");
  }

  @Test
  void registerCreatesARegistrationOnce() {
    configure(CONFIGURATION + ADMIN);
    var document = place.write("registration.yaml", FiveSystemsIT.REGISTRATION).toString();

    var created = run("register", document);
    var again = run("register", document);

    assertThat(created.exitCode()).as(created.stderr()).isZero();
    assertThat(created.stdout()).contains("consumingapplication");
    assertThat(again.exitCode()).as(again.stderr()).isZero();
    assertThat(again.stdout() + again.stderr()).contains("consumingapplication", "exists");
    assertThat(server.requests("/api/cloud/registrations")).isNotEmpty();
  }

  @Test
  void demoKeepsFiveTokens() {
    var demo = bearerd.start("demo");
    var tokens = place.directory().resolve("bearerd-demo/tokens");
    var names = List.of("api-connect", "api-connect-registered", "configapi", "apk", "api-cloud");

    Await.until(
        "five tokens",
        LIMIT,
        () -> names.stream().allMatch(name -> Files.exists(tokens.resolve(name))),
        demo::stderr);

    assertThat(demo.stdout() + demo.stderr()).contains("http://127.0.0.1:");
    assertThat(demo.terminate()).isZero();
  }

  @Test
  void explainsItself() {
    var help = bearerd.run("--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.stdout()).contains("run", "once", "check", "get", "status", "demo");
    assertThat(bearerd.run("--version").stdout()).containsPattern("\\d+\\.\\d+");

    var unknown = bearerd.run("rum");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.stdout()).isEmpty();
    assertThat(unknown.stderr()).contains("rum").doesNotContain("\tat ");
  }

  private void configure(String yaml) {
    place.configure(
        yaml.replace("@SERVER@", server.address().toString())
            .replace("@PORT@", Integer.toString(Place.freePort())));
  }

  private Bearerd.Result run(String... arguments) {
    return bearerd.run(withConfiguration(arguments));
  }

  private AgentProcess start(String... arguments) {
    return bearerd.start(withConfiguration(arguments));
  }

  private String[] withConfiguration(String... arguments) {
    var all = new ArrayList<>(List.of("--config", place.configuration()));
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }
}
