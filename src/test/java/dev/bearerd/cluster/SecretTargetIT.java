package dev.bearerd.cluster;

import static dev.bearerd.cluster.Deployed.VERBS;
import static dev.bearerd.cluster.Deployed.provider;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens in Secrets of a real API server. */
@Timeout(300)
final class SecretTargetIT {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("outage.seconds", 17));

  /** What a test does to the API server. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private final Deployed deployed;

  SecretTargetIT(@TempDir Path directory) throws IOException {
    deployed = new Deployed(directory);
  }

  @AfterEach
  void stop() {
    deployed.close();
  }

  @Test
  void publishesAndLeavesTheRestOfASecretAlone() {
    deployed.grant("orders");
    deployed.create("orders", Map.of("other", "theirs"));
    deployed
        .secret("orders")
        .edit(
            old ->
                new SecretBuilder(old)
                    .editMetadata()
                    .addToLabels("team", "blue")
                    .endMetadata()
                    .build());
    deployed.configure(
        provider(
            "orders",
            "publish: [{kubernetes-secret: {name: orders, entries: {token: raw, header: header},"
                + " labels: {app: orders}, annotations: {example.com/by: us}}}]"));

    var daemon = deployed.start();
    deployed.awaitToken(daemon, "orders");

    var secret = deployed.secret("orders").get();
    assertThat(deployed.value("orders", "other")).hasValue("theirs");
    assertThat(deployed.value("orders", "header"))
        .hasValue("Authorization: Bearer " + deployed.server().newestToken("orders") + "\n");
    assertThat(secret.getMetadata().getLabels()).isEqualTo(Map.of("team", "blue", "app", "orders"));
    assertThat(secret.getMetadata().getAnnotations())
        .containsEntry("example.com/by", "us")
        .containsEntry("bearerd.dev/provider", "orders")
        .containsEntry("bearerd.dev/keys", "header,token")
        .containsKey("bearerd.dev/expires-at");
  }

  @Test
  void publishesASecretForPullingImages() {
    deployed.grant("pull");
    deployed.configure(
        provider(
            "orders",
            "publish: [{kubernetes-secret: {name: pull, type: kubernetes.io/dockerconfigjson,"
                + " entries: {.dockerconfigjson: {docker-config:"
                + " {registries: [registry.example.com], username: bot}}}}}]"));

    var daemon = deployed.start();
    deployed.awaitLines(daemon, 1, "token refreshed");
    Await.until(
        "the Secret",
        Deployed.LIMIT,
        () -> deployed.value("pull", ".dockerconfigjson").isPresent(),
        daemon::stderr);

    var user = "bot:" + deployed.server().newestToken("orders");
    assertThat(deployed.secret("pull").get().getType()).isEqualTo("kubernetes.io/dockerconfigjson");
    assertThat(deployed.value("pull", ".dockerconfigjson"))
        .hasValue(
            "{\"auths\":{\"registry.example.com\":{\"auth\":\"%s\"}}}\n"
                .formatted(Base64.getEncoder().encodeToString(user.getBytes(UTF_8))));
    assertThat(deployed.run("check", "--live").exitCode()).isZero();
  }

  /** What check asks of these types is what the API server asks. */
  @ParameterizedTest
  @CsvSource({
    "dockerconfigjson, .dockerconfigjson",
    "dockercfg, .dockercfg",
    "basic-auth, username",
    "ssh-auth, ssh-privatekey",
    "tls, tls.crt",
    "tls, tls.key",
    "service-account-token, kubernetes.io/service-account.name"
  })
  void theApiServerRefusesSecretsThatLackWhatTheirTypeNeeds(String type, String what) {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("typed")
            .endMetadata()
            .withType("kubernetes.io/" + type)
            .addToData("token", "eA==")
            .build();

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(
            () ->
                deployed
                    .administrator()
                    .secrets()
                    .inNamespace(deployed.namespace())
                    .resource(secret)
                    .create())
        .withMessageContaining("Required value")
        .withMessageContaining(what);
  }

  @Test
  void refusesAKeyOfSomebodyElseUnlessToldToTakeIt() {
    deployed.grant("orders");
    deployed.create("orders", Map.of("token", "theirs"));
    deployed.configure(provider("orders"));
    var daemon = deployed.start();

    deployed.awaitLines(
        daemon, 1, "publication failed", "key token of", "belongs to helm", "force: true");
    assertThat(deployed.value("orders", "token")).hasValue("theirs");

    deployed.configure(
        provider("orders", "publish: [{kubernetes-secret: {name: orders, force: true}}]"));
    deployed.awaitToken(daemon, "orders");
    assertThat(deployed.server().requests("orders")).hasSize(1);
  }

  /** The API server finds no conflict there. */
  @Test
  void refusesAKeyThatSomebodyElseHasAppliedAsText() {
    deployed.grant("orders");
    deployed
        .administrator()
        .secrets()
        .inNamespace(deployed.namespace())
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("orders")
                .endMetadata()
                .withStringData(Map.of("token", "theirs"))
                .build())
        .fieldManager("helm")
        .serverSideApply();
    deployed.configure(provider("orders"));

    var daemon = deployed.start();

    deployed.awaitLines(daemon, 1, "publication failed", "key token of", "belongs to helm");
    assertThat(deployed.value("orders", "token")).hasValue("theirs");
  }

  /** As a change of one line of a configuration with a thousand Secrets should. */
  @Test
  void aReloadAsksNothingForProvidersThatStayTheSame() {
    deployed.grant("orders", "billing");
    deployed.configure(provider("orders"));
    var daemon = deployed.start();
    deployed.awaitToken(daemon, "orders");
    awaitWatches();
    deployed.configure(provider("orders"), provider("first", "publish: []"));
    deployed.awaitLines(daemon, 1, "configuration reloaded"); // after its look at all targets
    var before = List.of(verbs("get"), verbs("patch"));

    deployed.configure(provider("orders"), provider("billing", "publish: []"));
    deployed.awaitLines(daemon, 2, "configuration reloaded");
    Await.until(
        "the new provider's token",
        Deployed.LIMIT,
        () -> !deployed.server().requests("billing").isEmpty(),
        daemon::stderr);

    assertThat(List.of(verbs("get"), verbs("patch"))).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "namespace"})
  void putsBackWhatOthersDeleteOrAlter(String watch) {
    if (watch.equals("name")) {
      deployed.grant("orders");
    } else {
      deployed.grant(VERBS); // of all Secrets
    }
    deployed.configureWatching(
        watch,
        provider("orders", "hooks: [{exec: {command: [sh, -c, \"echo heard >> @DIR@/heard\"]}}]"));
    var daemon = deployed.start();
    deployed.awaitToken(daemon, "orders");
    var token = deployed.value("orders", "token").orElseThrow();
    awaitWatches();

    deployed.secret("orders").delete();
    awaitBack(daemon, token, 1);
    deployed.edit("orders", "token", "altered");
    awaitBack(daemon, token, 2);

    assertThat(daemon.count("token put back", "somebody had deleted it")).isEqualTo(1);
    assertThat(daemon.count("token put back", "had altered it")).isEqualTo(1);
    assertThat(deployed.server().requests("orders")).hasSize(1);
    Await.until(
        "the hook", Deployed.LIMIT, () -> !deployed.lines("heard").isEmpty(), daemon::stderr);
    assertThat(deployed.lines("heard")).hasSize(1);
  }

  @Test
  void givesInToARivalUntilTheNextRenewal() throws InterruptedException {
    deployed.grant("orders");
    deployed.configure(provider("orders"));
    var daemon = deployed.start();
    deployed.awaitToken(daemon, "orders");
    var token = deployed.value("orders", "token").orElseThrow();
    awaitWatches();

    for (var i = 1; i <= 3; i++) {
      deployed.edit("orders", "token", "altered");
      awaitBack(daemon, token, i);
    }
    deployed.edit("orders", "token", "altered");
    Thread.sleep(2000);

    assertThat(daemon.count("token put back", "third time in a minute")).isEqualTo(1);
    assertThat(deployed.value("orders", "token")).hasValue("altered");
    assertThat(deployed.run("refresh", "orders").exitCode()).isZero();
    deployed.awaitToken(daemon, "orders");
  }

  @ParameterizedTest
  @CsvSource({
    "get, publication failed",
    "patch, publication failed",
    "create, publication failed",
    "list, target unwatched",
    "watch, target unwatched"
  })
  void namesTheRuleThatIsLacking(String verb, String line) {
    deployed.grant(VERBS.stream().filter(other -> !other.equals(verb)).toList(), "orders");
    deployed.configure(provider("orders"));

    var daemon = deployed.start();

    deployed.awaitLines(
        daemon,
        1,
        line,
        "may not %s secrets %s/orders; let a Role in namespace %s grant"
            .formatted(verb, deployed.namespace(), deployed.namespace()),
        "resourceNames: [orders], verbs: [" + verb + "]}");
    deployed.grant("orders");
    deployed.awaitToken(daemon, "orders");
    assertThat(deployed.server().requests("orders")).hasSize(1);
  }

  @Test
  void writesNothingWhereNothingChanged() {
    deployed.grant("orders");
    deployed.configure(provider("orders"));
    var first = deployed.start();
    deployed.awaitToken(first, "orders");
    var version = deployed.version("orders");
    first.terminate();
    var looks = verbs("get");

    var second = deployed.start();
    deployed.awaitLines(second, 1, "token resumed");
    Await.until(
        "the Secret is looked at", Deployed.LIMIT, () -> verbs("get") > looks, second::stderr);
    assertThat(deployed.run("check", "--live").stderr()).isEmpty();

    assertThat(deployed.version("orders")).isEqualTo(version);
    assertThat(deployed.server().newestToken("orders"))
        .isNotEqualTo(deployed.value("orders", "token").orElseThrow()); // of check --live
  }

  @Test
  void anOutageCostsNoTokenRequestAndNoSecret() throws Exception {
    deployed.grant("a", "b", "c");
    try (var gate = new Gate(deployed.api().address())) {
      deployed.reach(gate.address());
      var daemon =
          surviveOutage(
              () -> {
                gate.shut();
                deployed.secret("b").delete();
              },
              gate::reopen);

      assertThat(daemon.count("publication failed", "no answer from the API server")).isPositive();
    }
  }

  /** Connections stay, nothing is answered, and what was asked is done when it goes on. */
  @Test
  void anApiServerThatFreezesCostsNoTokenRequestAndNoSecret() throws Exception {
    deployed.grant("a", "b", "c");
    surviveOutage(
        () -> {
          deployed.secret("b").delete();
          deployed.api().freeze();
        },
        deployed.api()::thaw);
  }

  private AgentProcess surviveOutage(Step begin, Step end) throws Exception {
    deployed.server().lifetime(Duration.ofSeconds(20));
    deployed.configure(provider("a"), provider("b"), provider("c"));
    var daemon = deployed.start();
    for (var name : List.of("a", "b", "c")) {
      deployed.awaitToken(daemon, name);
    }
    awaitAge(Duration.ofSeconds(7)); // so that the next is due while there are many seconds left

    begin.run();
    try {
      Thread.sleep(OUTAGE.toMillis());
    } finally {
      end.run();
    }
    var requests = deployed.server().requests("a").size();

    for (var name : List.of("a", "b", "c")) {
      deployed.awaitToken(daemon, name);
    }
    assertThat(requests).isLessThanOrEqualTo(2 + (int) OUTAGE.toSeconds() / 15);
    deployed.awaitLines(daemon, 1, "publication recovered");
    assertThat(daemon.count("token expired")).isZero();
    return daemon;
  }

  /** Waits until it is so long ago that a token was asked for. */
  private void awaitAge(Duration age) {
    var asked = deployed.server().requests("a").get(0).time();
    Await.until(
        "the token's age",
        Deployed.LIMIT,
        () -> asked.plus(age).isBefore(Instant.now()),
        asked::toString);
  }

  @Test
  void manySecretsOfShortTokensCostOneRequestARenewal() {
    var count = Integer.getInteger("secrets", 200);
    var names = IntStream.range(0, count).mapToObj(i -> "s" + i).toArray(String[]::new);
    deployed.grant(names);
    deployed.server().lifetime(Duration.ofSeconds(60));
    deployed.configure(
        IntStream.range(0, count).mapToObj(i -> provider("s" + i)).toArray(String[]::new));
    var daemon = deployed.start();
    Await.until(
        "two renewals of each",
        Duration.ofMinutes(4),
        () -> verbs("patch") >= 3L * count,
        () -> deployed.api().requests(deployed.namespace()).size() + daemon.stderr());

    var patches = verbs("patch"); // counted first, as each but the rehearsals follows a request
    var renewed =
        IntStream.range(0, count).map(i -> deployed.server().requests("s" + i).size()).sum();
    assertThat(patches).as("writes, and a rehearsal each").isLessThanOrEqualTo(renewed + count);
    assertThat(verbs("get"))
        .as("one a Secret, two where the probe came first")
        .isLessThanOrEqualTo(2L * count);
    assertThat(verbs("list")).as("one a Secret").isEqualTo((long) count);
    assertThat(daemon.count("publication failed")).isZero();
    assertThat(daemon.count("token put back")).isZero();
  }

  @Test
  void saysThatASecretIsImmutable() {
    deployed.grant("orders");
    deployed
        .administrator()
        .secrets()
        .inNamespace(deployed.namespace())
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("orders")
                .endMetadata()
                .withImmutable(true)
                .build())
        .create();
    deployed.configure(provider("orders"));

    var daemon = deployed.start();

    deployed.awaitLines(daemon, 1, "publication failed", "it is immutable: delete it, or choose");
  }

  @Test
  void saysThatItMayNotLookIntoANamespaceThatDoesNotExist() {
    deployed.grant("orders");
    deployed.configure(
        provider("orders", "publish: [{kubernetes-secret: {name: orders, namespace: nowhere}}]"));

    var daemon = deployed.start();

    deployed.awaitLines(daemon, 1, "publication failed", "may not get secrets nowhere/orders");
  }

  @Test
  void checkLooksWithoutWriting() {
    deployed.grant("orders");
    deployed.configure(provider("orders"));

    var good = deployed.run("check", "--live");
    assertThat(good.exitCode()).as(good.stderr() + good.stdout()).isZero();
    assertThat(deployed.secret("orders").get()).isNull();

    deployed.create("orders", Map.of("token", "theirs"));
    var taken = deployed.run("check", "--live");
    assertThat(taken.exitCode()).isEqualTo(1);
    assertThat(taken.stdout()).contains("belongs to helm").contains("force: true");
  }

  @Test
  void removesWhatItPublishedWhenItsProviderLeaves() {
    deployed.grant(List.of("get", "list", "watch", "create", "patch", "delete"), "own", "shared");
    deployed.create("shared", Map.of("other", "theirs"));
    deployed.configure(
        provider("own", "on-removal: delete"),
        provider("shared", "on-removal: delete"),
        provider("stays", "publish: []"));
    var daemon = deployed.start();
    deployed.awaitToken(daemon, "own");
    deployed.awaitToken(daemon, "shared");

    deployed.configure(provider("stays", "publish: []"));

    deployed.awaitLines(daemon, 2, "token removed");
    assertThat(deployed.secret("own").get()).isNull();
    assertThat(deployed.secret("shared").get().getData()).containsOnlyKeys("other");
    assertThat(deployed.secret("shared").get().getMetadata().getAnnotations()).isNullOrEmpty();
  }

  private void awaitWatches() {
    Await.until("a watch", Deployed.LIMIT, () -> verbs("watch") > 0, () -> "none");
  }

  private void awaitBack(AgentProcess daemon, String token, int times) {
    Await.until(
        "it is put back",
        SOON,
        () ->
            daemon.count("token put back") == times
                && deployed.value("orders", "token").filter(token::equals).isPresent(),
        daemon::stderr);
  }

  private long verbs(String verb) {
    return deployed.api().requests(deployed.namespace()).stream().filter(verb::equals).count();
  }
}
