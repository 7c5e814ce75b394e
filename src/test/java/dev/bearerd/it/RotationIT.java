package dev.bearerd.it;

import static dev.bearerd.it.Scenario.password;
import static dev.bearerd.it.Scenario.provider;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Refresh tokens that are good for one use, and an agent that dies at any moment. */
@Timeout(300)
final class RotationIT {
  private static final int KILLS = 15;

  private final Scenario scenario;

  RotationIT(@TempDir Path directory) throws IOException {
    scenario = new Scenario(directory);
  }

  @BeforeEach
  void givePassword() {
    scenario.place().write("p.password", "correct");
    scenario.configure(password("p"));
  }

  @AfterEach
  void stop() {
    scenario.close();
  }

  @Test
  void losesNoChainHoweverOftenItIsKilled() throws InterruptedException {
    scenario.server().lifetime(Duration.ofSeconds(1)).grace(Duration.ofMinutes(1));
    var random = new Random(5);

    for (var i = 0; i < KILLS; i++) {
      var before = scenario.server().requests("p").size();
      var daemon = scenario.start();
      scenario.awaitRequests(daemon, "p", before + 1);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(1500));
      daemon.kill();
    }
    scenario.server().lifetime(Duration.ofHours(1));
    var survivor = scenario.start("p");

    assertThat(scenario.server().refused()).as(survivor.stderr()).isEmpty();
    assertThat(scenario.server().requests("p", "password")).hasSize(1);
    assertJournalHoldsTheNewest();
  }

  @Test
  void showsThePredecessorAgainWhenTheAnswerNeverCame() {
    scenario.server().grace(Duration.ofMinutes(1));
    killWhileTheServerHoldsItsAnswer(scenario.start("p"));
    assertThat(scenario.read("journal/p.json")).contains("asking_since");

    var daemon = scenario.start(); // the token in the journal is good for an hour
    scenario.awaitRequests(daemon, "p", 3);
    scenario.awaitToken(daemon, "p");

    assertThat(scenario.server().refused()).isEmpty();
    assertThat(scenario.server().requests("p", "password")).hasSize(1);
    assertThat(scenario.server().requests("p")).hasSize(3);
    assertJournalHoldsTheNewest();
    assertThat(scenario.read("journal/p.json")).doesNotContain("asking_since");
  }

  @Test
  void beginsAnewWhenTheServerKnowsNoGrace() {
    killWhileTheServerHoldsItsAnswer(scenario.start("p"));

    var daemon = scenario.start();
    scenario.awaitRequests(daemon, "p", 4); // refresh token, refused, then the password
    scenario.awaitToken(daemon, "p");
    daemon.signal("USR1");
    scenario.awaitRequests(daemon, "p", 5);
    scenario.awaitToken(daemon, "p");

    assertThat(scenario.server().refused()).hasSize(1);
    assertThat(scenario.server().requests("p", "password")).hasSize(2);
    assertThat(scenario.server().requests("p").get(4).grant()).isEqualTo("refresh_token");
  }

  @Test
  void usesWhatReachedItRightBeforeItsEnd() {
    scenario.server().grace(Duration.ofMinutes(1));
    var daemon = scenario.start("p");
    for (var i = 2; i < 6; i++) {
      var victim = daemon;
      scenario.server().afterNextAnswer(victim::kill);
      victim.signal("USR1");
      victim.awaitExit(Scenario.LIMIT);
      daemon = scenario.start();
      scenario.awaitLines(daemon, 1, "started");
      settle(daemon);
    }

    assertThat(scenario.server().refused()).isEmpty();
    assertThat(scenario.server().requests("p", "password")).hasSize(1);
    assertJournalHoldsTheNewest();
  }

  @Test
  void aDamagedEntryCostsOneRequestAndOnlyItsProvider() throws IOException {
    scenario.configure(provider("garbage"), provider("empty"), provider("cut"), provider("whole"));
    var first = scenario.start("garbage", "empty", "cut", "whole");
    first.kill();
    var journal = scenario.directory().resolve("journal");
    Files.write(journal.resolve("garbage.json"), new byte[] {(byte) 0xff, 0, '{', (byte) 0xfe});
    Files.writeString(journal.resolve("empty.json"), "");
    var cut = Files.readString(journal.resolve("cut.json"));
    Files.writeString(journal.resolve("cut.json"), cut.substring(0, cut.length() / 2));

    var daemon = scenario.start();
    for (var name : new String[] {"garbage", "empty", "cut"}) {
      scenario.awaitRequests(daemon, name, 2);
      scenario.awaitToken(daemon, name);
      assertThat(daemon.count("WARN", "journal unreadable", "provider=" + name)).isEqualTo(1);
    }
    scenario.awaitLines(daemon, 1, "token resumed", "provider=whole");
    daemon.kill();
    var again = scenario.start();
    scenario.awaitLines(again, 4, "token resumed");

    assertThat(scenario.server().requests("whole")).hasSize(1);
    assertThat(scenario.server().requests("cut")).hasSize(2);
    assertThat(daemon.stderr()).doesNotContain("\tat ", "token-cut");
  }

  @Test
  void saysWhatCouldBeLostWhileTheJournalCannotBeWrittenAndSavesItThen() throws IOException {
    var daemon = scenario.start("p");
    var journal = scenario.directory().resolve("journal");
    var aside = scenario.directory().resolve("aside");
    Files.move(journal, aside);
    Files.writeString(journal, "");

    daemon.signal("USR1");
    scenario.awaitRequests(daemon, "p", 2);
    scenario.awaitToken(daemon, "p");
    scenario.awaitLines(daemon, 1, "ERROR", "journal failed", "provider=p", "the refresh token");
    assertThat(scenario.run("status").stdout()).contains("journal: ", journal.toString());
    assertThat(scenario.status("p").path("journalError").asText()).contains("journal");

    Files.delete(journal);
    Files.move(aside, journal);
    scenario.awaitLines(daemon, 1, "journal recovered", "provider=p");

    assertJournalHoldsTheNewest();
    assertThat(scenario.status("p").path("journalError").isNull()).isTrue();
    assertThat(scenario.server().requests("p", "password")).hasSize(1);
    assertThat(daemon.stderr()).doesNotContain("refresh-p-", "correct");
  }

  @Test
  void makesAJournalAnewThatWasRemoved() throws IOException {
    var daemon = scenario.start("p");
    scenario.awaitControl(daemon); // the last that is written there
    try (var files = Files.list(scenario.directory().resolve("journal"))) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(scenario.directory().resolve("journal"));

    daemon.signal("USR1");
    scenario.awaitRequests(daemon, "p", 2);
    scenario.awaitToken(daemon, "p");

    assertJournalHoldsTheNewest();
    assertThat(daemon.count("journal failed")).isZero();
  }

  private void killWhileTheServerHoldsItsAnswer(AgentProcess daemon) {
    scenario.server().hold();
    daemon.signal("USR1");
    scenario.awaitRequests(daemon, "p", 2);
    daemon.kill();
    scenario.server().release();
  }

  /** Waits until nothing is left of an exchange that was cut off. */
  private void settle(AgentProcess daemon) {
    Await.until(
        "no request under way",
        Scenario.LIMIT,
        () -> scenario.read("journal/p.json").contains("\"" + newest() + "\"") && !isAsking(),
        () -> newest() + " " + scenario.read("journal/p.json") + daemon.stderr());
    scenario.awaitToken(daemon, "p");
  }

  private boolean isAsking() {
    return scenario.read("journal/p.json").contains("asking_since");
  }

  private String newest() {
    return scenario.server().newestRefreshToken("p").orElseThrow();
  }

  private void assertJournalHoldsTheNewest() {
    assertThat(scenario.read("journal/p.json")).contains("\"" + newest() + "\"");
  }
}
