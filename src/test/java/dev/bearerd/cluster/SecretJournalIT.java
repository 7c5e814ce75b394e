package dev.bearerd.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import dev.bearerd.kubernetes.Right;
import dev.bearerd.kubernetes.Right.Verb;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.shard.Replica;
import dev.bearerd.shard.SecretJournals;
import dev.bearerd.shard.Sharding;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A journal in a Secret, by an account that may do what the journal needs and nothing else. */
@Timeout(240)
final class SecretJournalIT {
  private static final String[] ROTATING = {
    "grant: password", "username: user", "password: correct"
  };

  private final Fleet fleet;

  SecretJournalIT(@TempDir Path directory) throws IOException {
    fleet = new Fleet(directory);
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void aRestartAsksForNoTokenAndADamagedEntryForOne() {
    fleet.grant(rights());
    fleet.configure("", List.of("whole", "damaged"));
    start("whole", "damaged").kill();
    var labels = secret().getMetadata().getLabels();
    edit("damaged.json", "{");

    var daemon = fleet.start("second");
    Await.until(
        "a second request",
        Fleet.LIMIT,
        () -> fleet.server().requests("damaged").size() == 2,
        fleet::logs);
    fleet.awaitToken("damaged");
    await(daemon, "token resumed", "provider=whole");
    daemon.kill();
    var third = fleet.start("third");
    await(third, "token resumed", "provider=damaged");

    assertThat(daemon.count("WARN", "journal unreadable", "provider=damaged")).isEqualTo(1);
    assertThat(fleet.server().requests("whole")).hasSize(1);
    assertThat(fleet.server().requests("damaged")).hasSize(2);
    assertThat(labels).containsEntry("app.kubernetes.io/managed-by", "bearerd");
    assertThat(fleet.logs()).doesNotContain("journal failed", "token-whole");
  }

  /** As behind a network that drops: each request to it takes as long as it may. */
  @Test
  void anApiServerThatFreezesHoldsNoTokenUp() throws InterruptedException {
    var providers = IntStream.range(0, 24).mapToObj(i -> "p" + i).toArray(String[]::new);
    fleet.grant(rights());
    fleet.configure("", List.of(providers));
    fleet.server().lifetime(Duration.ofSeconds(40));
    var daemon = start(providers);

    ApiServer.shared().freeze();
    try {
      TimeUnit.SECONDS.sleep(50);
      assertThat(daemon.count("token expired")).as(fleet.logs()).isZero();
    } finally {
      ApiServer.shared().thaw();
    }

    await(daemon, "journal recovered");
  }

  @Test
  void aCommandBesideTheDaemonLosesNoRefreshToken() throws InterruptedException {
    fleet.grant(rights());
    fleet.configure("", List.of("p"), ROTATING);
    var daemon = start("p");

    for (var i = 0; i < 3; i++) {
      assertThat(fleet.run("once", "--force").exitCode()).as(fleet.logs()).isZero();
      var before = fleet.server().requests("p").size();
      TimeUnit.MILLISECONDS.sleep(1100); // for so long it believes what it knows
      var told = tokensTold(daemon);
      daemon.signal("USR1"); // its copy is old: it must not use what is used up
      Await.until(
          "the daemon has what it lacked, or a newer one",
          Fleet.LIMIT,
          () ->
              tokensTold(daemon) > told
                  && newest().equals(fleet.server().newestRefreshToken("p").orElse("")),
          () -> before + fleet.logs());
      fleet.awaitToken("p");
    }

    assertThat(fleet.server().refused()).as(fleet.logs()).isEmpty();
    assertThat(fleet.server().requests("p", "password")).hasSize(1);
  }

  @Test
  void saysWhichRightIsMissingAndPublishesAllTheSame() {
    fleet.grant(rights().stream().filter(right -> right.verb() != Verb.CREATE).toList());
    fleet.configure("", List.of("p"));

    var daemon = start("p");
    await(daemon, "journal failed", "may not create secrets");

    var rule =
        "{apiGroups: [\\\"\\\"], resources: [secrets], resourceNames: [journal], verbs: [create]}";
    assertThat(daemon.stderr()).contains(rule.replace("\\", ""));
  }

  @Test
  void leavesASecretAloneThatIsNoJournal() {
    fleet.grant(rights());
    fleet.configure("", List.of("p"));
    var foreign = secret("password", "hunter2");

    var daemon = start("p");

    await(daemon, "journal failed", "is no journal of bearerd and holds something else");
    assertThat(secret().getData()).isEqualTo(foreign.getData());
    assertThat(secret().getMetadata().getResourceVersion())
        .isEqualTo(foreign.getMetadata().getResourceVersion());
  }

  @Test
  void anotherNumberOfShardsTouchesNothing() {
    var two = new Sharding(2);
    fleet.grant(
        Stream.concat(
                SecretJournals.rights(new SecretName(fleet.namespace(), "journal"), two).stream(),
                Stream.concat(Replica.rights(fleet.namespace(), two).stream(), rights().stream()))
            .distinct()
            .toList());
    fleet.configure("", List.of("p"), ROTATING);
    start("p").kill();
    var requests = fleet.server().requests("p").size();

    fleet.configure("  kubernetes: {shards: 2}\n", List.of("p"), ROTATING);
    var several = fleet.start("several");
    await(several, "shards hindered", "was written with kubernetes.shards: 1, and now it is 2");
    assertThat(fleet.server().requests("p")).hasSize(requests);
    ApiServer.shared().administrator().resource(secret()).delete();

    await(several, "token refreshed", "provider=p");
    Await.until("both shards", Fleet.LIMIT, () -> several.count("shard taken") == 2, fleet::logs);
  }

  @Test
  void checkSaysHowManyShardsItTakes() {
    fleet.configure("", IntStream.range(0, 1000).mapToObj(i -> "provider-" + i).toList());

    var check = fleet.run("check");

    assertThat(check.exitCode()).isEqualTo(2);
    assertThat(check.stderr())
        .contains("1000 providers do not fit into one Secret of 1 MiB: set kubernetes.shards to ");
  }

  private AgentProcess start(String... providers) {
    var daemon = fleet.start("first");
    List.of(providers).forEach(fleet::awaitToken);
    return daemon;
  }

  /** How often it has asked for a token, or taken up that of another process. */
  private static long tokensTold(AgentProcess daemon) {
    return daemon.count("token refreshed") + daemon.count("token resumed");
  }

  private static void await(AgentProcess daemon, String... texts) {
    Await.until(
        String.join(" … ", texts), Fleet.LIMIT, () -> daemon.count(texts) > 0, daemon::stderr);
  }

  private List<Right> rights() {
    return SecretJournals.rights(new SecretName(fleet.namespace(), "journal"), new Sharding(1));
  }

  private Secret secret() {
    return ApiServer.shared()
        .administrator()
        .secrets()
        .inNamespace(fleet.namespace())
        .withName("journal")
        .require();
  }

  private Secret secret(String key, String text) {
    var made =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(fleet.namespace())
            .withName("journal")
            .endMetadata()
            .withStringData(Map.of(key, text))
            .build();
    return ApiServer.shared().administrator().resource(made).create();
  }

  /** The newest refresh token that the journal holds. */
  private String newest() {
    var entry =
        new String(
            Base64.getDecoder().decode(secret().getData().get("p.json")), StandardCharsets.UTF_8);
    return entry.replaceFirst("(?s).*\"refresh_tokens\":\\[\"", "").replaceFirst("(?s)\".*", "");
  }

  private void edit(String key, String text) {
    var encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    var secret = secret();
    var data = new java.util.TreeMap<>(secret.getData());
    data.putAll(Map.of(key, encoded));
    secret.setData(data);
    ApiServer.shared().administrator().resource(secret).update();
  }
}
