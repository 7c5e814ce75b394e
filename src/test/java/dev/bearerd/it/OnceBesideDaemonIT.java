package dev.bearerd.it;

import static dev.bearerd.it.Scenario.password;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.InMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes with one journal, and refresh tokens that are good for one use. */
@Timeout(90)
final class OnceBesideDaemonIT {
  private final Scenario scenario;

  OnceBesideDaemonIT(@TempDir(factory = InMemory.class) Path directory) throws IOException {
    scenario = new Scenario(directory);
  }

  @BeforeEach
  void givePassword() {
    scenario.place().write("p.password", "correct");
    scenario.configure(password("p", "timeout: 30s")); // an answer may be held while others start
  }

  @AfterEach
  void stop() {
    scenario.close();
    assertThat(scenario.server().refused()).isEmpty();
    assertThat(scenario.server().requests("p", "password")).hasSize(1);
  }

  @Test
  void takesUpWhatAnotherProcessObtained() {
    var daemon = scenario.start("p");

    assertThat(scenario.run("once").exitCode()).isZero();
    assertThat(scenario.run("get", "p").stdout().strip()).isEqualTo(scenario.place().read("p"));
    assertThat(scenario.server().requests("p")).hasSize(1);
    var forced = scenario.run("once", "--force");
    assertThat(forced.exitCode()).as(forced.stderr()).isZero();
    assertThat(scenario.server().requests("p")).hasSize(2);
    scenario.awaitToken(daemon, "p");

    daemon.signal("USR1");
    scenario.awaitLines(daemon, 1, "token resumed");
    daemon.signal("USR1");
    scenario.awaitRequests(daemon, "p", 3);
    scenario.awaitToken(daemon, "p");
    assertThat(scenario.read("journal/p.json"))
        .contains(scenario.server().newestRefreshToken("p").orElseThrow());
  }

  @Test
  void waitsForARequestOfAnotherProcess() {
    var daemon = scenario.start("p");
    scenario.server().hold();
    daemon.signal("USR1");
    scenario.awaitRequests(daemon, "p", 2);

    var once = start("once", "--force");
    scenario.awaitLines(once, 1, "another process");
    scenario.server().release();

    assertThat(once.awaitExit(Scenario.LIMIT)).as(once.stderr()).isZero();
    scenario.awaitToken(daemon, "p");
    assertThat(scenario.server().requests("p").size()).isBetween(2, 3);
  }

  @Test
  void manyAtOnceUseNoRefreshTokenTwice() {
    scenario.server().lifetime(Duration.ofSeconds(2));
    var daemon = scenario.start("p");

    for (var round = 0; round < 3; round++) {
      var others =
          IntStream.range(0, 3)
              .mapToObj(i -> i == 0 ? start("get", "p") : start("once", "--force"))
              .toList();
      for (var other : others) {
        assertThat(other.awaitExit(Scenario.LIMIT)).as(other.stderr()).isZero();
      }
    }

    var before = scenario.server().requests("p").size();
    scenario.server().lifetime(Duration.ofHours(1));
    scenario.awaitRequests(daemon, "p", before + 1);
    scenario.awaitToken(daemon, "p");
  }

  private AgentProcess start(String... command) {
    var arguments =
        Stream.concat(Stream.of("--config", scenario.place().configuration()), Stream.of(command));
    return scenario.bearerd().start(arguments.toArray(String[]::new));
  }
}
