package dev.bearerd.it;

import static dev.bearerd.it.Scenario.provider;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What systemd hears; a script in place of {@code systemd-notify} writes it to {@code said}. */
@Timeout(60)
final class ServiceManagerIT {
  private final Scenario scenario;

  ServiceManagerIT(@TempDir Path directory) throws IOException {
    scenario = new Scenario(directory);
  }

  @BeforeEach
  void installSystemdNotify() throws IOException {
    var bin = Files.createDirectory(scenario.directory().resolve("bin"));
    var script =
        scenario.place().write("bin/systemd-notify", "#!/bin/sh\necho \"$*\" >> @DIR@/said\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    scenario
        .bearerd()
        .with("PATH", bin + ":/usr/bin:/bin")
        .with("NOTIFY_SOCKET", scenario.directory().resolve("socket").toString());
  }

  @AfterEach
  void stop() {
    scenario.close();
  }

  @Test
  void hearsOfEachStepOfItsLife() {
    scenario.configure(provider("a"));
    scenario.bearerd().with("WATCHDOG_USEC", "1000000");
    var daemon = scenario.start("a");
    awaitSaid(1, "READY=1");
    awaitSaid(3, "WATCHDOG=1");
    awaitSaid(1, "STATUS=1 of 1 tokens are fresh");

    daemon.signal("HUP");
    awaitSaid(2, "READY=1");
    assertThat(daemon.terminate()).isZero();

    var steps = said().stream().filter(line -> !line.matches("(WATCHDOG|STATUS)=.*")).toList();
    assertThat(steps).hasSize(4);
    assertThat(steps.get(0)).isEqualTo("READY=1");
    assertThat(steps.get(1)).matches("RELOADING=1 MONOTONIC_USEC=\\d+");
    assertThat(steps.subList(2, 4)).containsExactly("READY=1", "STOPPING=1");
    assertThat(daemon.count("systemd not told")).isZero();
  }

  @Test
  void hearsOfTheEndOfAReloadThatFailed() {
    scenario.configure(provider("a"));
    var daemon = scenario.start("a");
    awaitSaid(1, "READY=1");

    scenario.reload(daemon, provider("a", "scopess: [x]"));
    awaitSaid(2, "READY=1");

    assertThat(daemon.count("configuration not reloaded")).isEqualTo(1);
  }

  @Test
  void hearsNothingWhereItDoesNotAsk() {
    scenario.configure(provider("a"));
    scenario.bearerd().with("NOTIFY_SOCKET", "");

    assertThat(scenario.start("a").terminate()).isZero();

    assertThat(said()).isEmpty();
  }

  private List<String> said() {
    return scenario.read("said").lines().toList();
  }

  private void awaitSaid(int count, String message) {
    Await.until(
        count + " times " + message,
        Scenario.LIMIT,
        () -> said().stream().filter(message::equals).count() >= count,
        () -> said().toString());
  }
}
