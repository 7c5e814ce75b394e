package dev.bearerd.it;

import static dev.bearerd.it.Scenario.provider;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that changes while the agent runs. */
@Timeout(90)
final class ReloadIT {
  private static final String RELOADED = "configuration reloaded";

  private final Scenario scenario;

  ReloadIT(@TempDir Path directory) throws IOException {
    scenario = new Scenario(directory);
  }

  @AfterEach
  void stop() {
    scenario.close();
  }

  @Test
  void followsAChangeOfTheFileAndLeavesWhatDidNotChange() {
    scenario.configure(
        provider("same"),
        provider("scoped"),
        provider("wider"),
        provider("kept"),
        provider("deleted", "on-removal: delete"));
    var daemon = scenario.start("same", "scoped", "wider", "kept", "deleted");

    scenario.configure(
        provider("same"),
        provider("scoped", "scopes: [orders]"),
        provider(
            "wider", "publish: [{file: \"@DIR@/tokens/wider\"}, {file: \"@DIR@/more/wider\"}]"),
        provider("added"));
    scenario.awaitLines(daemon, 1, RELOADED);

    assertThat(daemon.count(RELOADED, "added=added changed=scoped,wider removed=kept,deleted"))
        .isEqualTo(1);
    assertThat(daemon.count(RELOADED, "unchanged=1")).isEqualTo(1);
    scenario.awaitRequests(daemon, "scoped", 2);
    scenario.awaitToken(daemon, "scoped");
    scenario.awaitToken(daemon, "added");
    scenario.awaitLines(daemon, 1, "token removed", "provider=deleted");
    assertThat(scenario.server().requests("scoped").get(1).fields())
        .containsEntry("scope", "orders");
    Await.until(
        "the token of wider at its second place",
        Scenario.LIMIT,
        () -> scenario.read("more/wider").equals(scenario.server().newestToken("wider")),
        daemon::stderr);
    assertThat(scenario.place().read("kept")).isEqualTo(scenario.server().newestToken("kept"));
    assertThat(scenario.place().names()).doesNotContain("deleted");
    Await.until( // which is told before it
        "no journal of deleted",
        Scenario.LIMIT,
        () -> Files.notExists(scenario.directory().resolve("journal/deleted.json")),
        daemon::stderr);
    assertOneRequest("same", "wider", "kept", "deleted");
  }

  @Test
  void reloadsAtASignalWhetherOrNotTheFileChanged() {
    scenario.configure(provider("a"));
    var daemon = scenario.start("a");

    daemon.signal("HUP");
    scenario.awaitLines(daemon, 1, RELOADED, "added=none changed=none removed=none unchanged=1");
    scenario.reload(daemon, provider("a"), provider("b"));
    scenario.awaitLines(daemon, 2, RELOADED);
    scenario.awaitToken(daemon, "b");
    daemon.signal("HUP");
    scenario.awaitLines(daemon, 3, RELOADED);

    assertThat(daemon.count(RELOADED)).isEqualTo(3);
    assertOneRequest("a", "b");
  }

  @Test
  void followsAMountedConfigMap() throws IOException {
    var mount = Files.createDirectory(scenario.directory().resolve("mount"));
    generation(mount, "..1", scenario.document(provider("a"), provider("gone")));
    Files.createSymbolicLink(mount.resolve("bearerd.yaml"), Path.of("..data", "bearerd.yaml"));
    var daemon = scenario.bearerd().start("--config", mount.toString(), "run");
    scenario.awaitToken(daemon, "a");
    scenario.awaitToken(daemon, "gone");

    generation(mount, "..2", scenario.document(provider("a"), provider("b", "scopes: [x]")));
    scenario.awaitToken(daemon, "b");
    scenario.awaitLines(daemon, 1, RELOADED); // the token may come before it

    assertThat(daemon.count(RELOADED, "added=b changed=none removed=gone unchanged=1"))
        .isEqualTo(1);
    assertOneRequest("a", "b", "gone");
  }

  @Test
  void staysWithWhatItHasWhileTheConfigurationIsBroken() {
    scenario.configure(provider("a", "client-secret: canary-before"));
    scenario.server().secret("a", "canary-before");
    var daemon = scenario.start("a");
    var broken = provider("a", "client-secret: canary-after", "scopess: [x]");

    scenario.configure(broken, provider("b", "grant: passwort"));
    scenario.awaitLines(daemon, 1, "configuration not reloaded", "problems=2");
    scenario.awaitLines(daemon, 2, "configuration problem", "bearerd.yaml:");
    assertThat(daemon.count("bearerd.yaml:10", "scopess")).isEqualTo(1);
    assertThat(daemon.count("bearerd.yaml:", "grant")).isEqualTo(1);
    assertStillWorks(daemon, 2);

    scenario.place().configure("bearerd: [\n");
    scenario.awaitLines(daemon, 2, "configuration not reloaded");
    assertStillWorks(daemon, 3);

    scenario.server().secret("a", "canary-after");
    scenario.configure(provider("a", "client-secret: canary-after"));
    scenario.awaitLines(daemon, 1, RELOADED, "changed=a");
    assertStillWorks(daemon, 4);
    assertThat(daemon.stderr()).doesNotContain("canary");
  }

  @Test
  void aConfigurationThatIsGoneChangesNothing() throws IOException {
    scenario.configure(provider("a"));
    var daemon = scenario.start("a");
    var file = scenario.directory().resolve("bearerd.yaml");
    var aside = scenario.directory().resolve("aside");

    Files.move(file, aside);
    scenario.awaitLines(daemon, 1, "configuration not reloaded");
    scenario.awaitLines(daemon, 1, "configuration problem", "bearerd.yaml");
    assertStillWorks(daemon, 2);

    Files.move(aside, file);
    scenario.awaitLines(daemon, 1, RELOADED, "unchanged=1");
    assertThat(scenario.server().requests("a")).hasSize(2);
  }

  @Test
  void namesKeysThatNeedARestart() {
    scenario.configure(provider("a"));
    var daemon = scenario.start("a");

    var moved = scenario.agent("journal: \"@DIR@/elsewhere\"", provider("a"));
    scenario.place().configure(moved.replaceFirst("port: \\d+", "port: " + Place.freePort()));

    scenario.awaitLines(daemon, 1, "configuration needs a restart", "keys=journal,http.port");
    assertThat(scenario.directory().resolve("elsewhere")).doesNotExist();
    assertOneRequest("a");
  }

  @Test
  void writesATargetAnewWhoseFormatChangedWithoutATokenRequest() {
    scenario.configure(provider("a"));
    var daemon = scenario.start("a");
    var token = scenario.place().read("a");

    scenario.configure(
        provider("a", "publish: [{file: {path: \"@DIR@/tokens/a\", format: header}}]"));
    scenario.awaitLines(daemon, 1, RELOADED, "changed=a");

    await(daemon, "a", "Authorization: Bearer " + token);
    assertOneRequest("a");
  }

  @Test
  void deletesATargetThatLeftItsProviderWhereThatIsWanted() {
    var both = "publish: [{file: \"@DIR@/tokens/a\"}, {file: \"@DIR@/tokens/a2\"}]";
    scenario.configure(provider("a", both, "on-removal: delete"));
    var daemon = scenario.start("a");

    scenario.configure(provider("a", "on-removal: delete"));
    scenario.awaitLines(daemon, 1, "token removed", "tokens/a2");

    assertThat(scenario.place().names()).containsExactly("a");
    assertOneRequest("a");
  }

  @Test
  void leavesTheFileOfAProviderThatGotAnotherName() {
    var publish = "publish: [{file: \"@DIR@/tokens/a\"}]";
    scenario.configure(provider("a", publish, "on-removal: delete"));
    var daemon = scenario.start("a");
    var token = scenario.place().read("a");
    scenario.server().down(true);

    scenario.configure(provider("b", publish, "on-removal: delete"));
    scenario.awaitLines(daemon, 1, RELOADED, "added=b changed=none removed=a");
    scenario.awaitRequests(daemon, "b", 2);

    assertThat(scenario.place().read("a")).isEqualTo(token);
    assertThat(daemon.count("token removed")).isZero();
  }

  @Test
  void obtainsAnewWhatCameBack() {
    scenario.configure(provider("a"), provider("b", "on-removal: delete"));
    var daemon = scenario.start("a", "b");

    scenario.configure(provider("a"));
    scenario.awaitLines(daemon, 1, "token removed", "provider=b");
    scenario.configure(provider("a"), provider("b", "on-removal: delete"));
    scenario.awaitRequests(daemon, "b", 2);
    scenario.awaitToken(daemon, "b");

    assertOneRequest("a");
  }

  @Test
  void dropsAnAnswerToWhatIsNoLongerAsked() {
    scenario.configure(provider("a"));
    var daemon = scenario.start("a");
    scenario.server().hold();
    daemon.signal("USR1");
    scenario.awaitRequests(daemon, "a", 2);

    scenario.configure(provider("a", "scopes: [orders]"));
    scenario.awaitLines(daemon, 1, RELOADED, "changed=a");
    scenario.server().release();
    scenario.awaitRequests(daemon, "a", 3);
    scenario.awaitToken(daemon, "a");

    assertThat(scenario.server().requests("a").get(2).fields()).containsEntry("scope", "orders");
    assertThat(scenario.server().requests("a")).hasSize(3);
    assertThat(scenario.read("journal/a.json")).contains("token-a-3");
  }

  @Test
  void standsManySignalsAtOnce() {
    scenario.configure(provider("a"), provider("b"));
    var daemon = scenario.start("a", "b");

    for (var i = 0; i < 10; i++) {
      daemon.signal("HUP");
    }
    scenario.awaitLines(daemon, 1, RELOADED, "unchanged=2");
    scenario.configure(provider("a"), provider("b"), provider("c"));
    scenario.awaitToken(daemon, "c");

    assertThat(daemon.count("not reloaded")).isZero();
    assertOneRequest("a", "b", "c");
  }

  private void assertStillWorks(AgentProcess daemon, int requests) {
    daemon.signal("USR1");
    scenario.awaitRequests(daemon, "a", requests);
    scenario.awaitToken(daemon, "a");
    assertThat(scenario.server().requests("a")).hasSize(requests);
  }

  private void assertOneRequest(String... names) {
    for (var name : names) {
      assertThat(scenario.server().requests(name)).as(name).hasSize(1);
    }
  }

  private void await(AgentProcess daemon, String name, String content) {
    Await.until(
        content,
        Scenario.LIMIT,
        () -> scenario.place().read(name).strip().equals(content),
        daemon::stderr);
  }

  /** As the kubelet changes a mounted ConfigMap. */
  private void generation(Path mount, String name, String document) throws IOException {
    var text = document.replace("@DIR@", scenario.directory().toString());
    Files.writeString(Files.createDirectory(mount.resolve(name)).resolve("bearerd.yaml"), text);
    var link = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(name));
    Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }
}
