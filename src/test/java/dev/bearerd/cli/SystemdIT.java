package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.Await;
import dev.bearerd.kit.MachineTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A script in place of {@code systemd-notify} writes down what it is started with. */
@Timeout(60)
final class SystemdIT {
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final Path directory;
  private final Path messages;

  SystemdIT(@TempDir Path directory) {
    this.directory = directory;
    this.messages = directory.resolve("messages");
  }

  @Test
  void sendsEveryMessageInOrder() throws Exception {
    script("printf '[%s]' \"$@\" >> " + messages + "; echo >> " + messages);
    var systemd = systemd();
    var before = System.nanoTime() / 1000;

    systemd.reloading();
    systemd.ready();
    systemd.status("3 providers, all fresh");
    systemd.watchdog();
    systemd.stopping();
    var after = System.nanoTime() / 1000;
    systemd.finish(GRACE);

    assertThat(lines().skip(1))
        .containsExactly(
            "[READY=1]", "[STATUS=3 providers, all fresh]", "[WATCHDOG=1]", "[STOPPING=1]");
    var reloading = lines().findFirst().orElseThrow();
    assertThat(reloading).matches("\\[RELOADING=1]\\[MONOTONIC_USEC=\\d+]");
    assertThat(Long.parseLong(reloading.replaceAll("^.*=|]$", ""))).isBetween(before, after);
    assertThat(complaints).isEmpty();
  }

  @Test
  void keepsAStatusToOneAssignment() throws Exception {
    script("printf '%s|' \"$#\" \"$@\" > " + messages);
    var systemd = systemd();

    systemd.status("a\nREADY=1\r\nb\0 --pid=1 $(id) \u0085c");
    systemd.finish(GRACE);

    assertThat(lines()).containsExactly("1|STATUS=a READY=1 b  --pid=1 $(id)  c|");
  }

  @Test
  void givesAwayNothingOfTheEnvironmentButTheSocket() throws Exception {
    script("/usr/bin/env > " + messages);
    var systemd =
        new Systemd(
            Map.of(
                "NOTIFY_SOCKET", "/run/systemd/notify",
                "PATH", directory.toString(),
                "BEARERD_PROVIDERS__A__CLIENT_SECRET", "MARK"),
            complaints::add);

    systemd.ready();
    systemd.finish(GRACE);

    assertThat(lines()).contains("NOTIFY_SOCKET=/run/systemd/notify");
    assertThat(lines()).noneMatch(line -> line.contains("MARK"));
  }

  @Test
  void isSilentWhereSystemdDoesNotAsk() throws Exception {
    script("echo >> " + messages);
    var systemd = new Systemd(Map.of("PATH", directory.toString()), complaints::add);

    systemd.ready();
    systemd.reloading();
    systemd.stopping();
    systemd.status("x");
    systemd.watchdog();
    systemd.finish(GRACE);

    assertThat(messages).doesNotExist();
    assertThat(complaints).isEmpty();
  }

  @Test
  void saysOnceThatTheProgramIsMissing() throws Exception {
    var systemd = systemd();

    systemd.ready();
    systemd.watchdog();
    systemd.finish(GRACE);

    assertThat(complaints)
        .containsExactly(
            "systemd does not hear of the service: systemd-notify is not on the PATH; install it,"
                + " or give the unit Type=exec");
  }

  @Test
  void saysOnceThatTheProgramFails() throws Exception {
    script("echo >> " + messages + "; exit 3");
    var systemd = systemd();

    systemd.ready();
    systemd.watchdog();
    systemd.finish(GRACE);

    assertThat(lines()).hasSize(2);
    assertThat(complaints)
        .containsExactly(
            "systemd does not hear of the service: systemd-notify failed with exit code 3; see"
                + " whether the socket of NOTIFY_SOCKET is there");
  }

  @Test
  void saysThatTheProgramCannotBeStarted() throws Exception {
    executable("#!/nowhere/sh\n");
    var systemd = systemd();

    systemd.ready();
    systemd.finish(GRACE);

    assertThat(complaints)
        .singleElement()
        .asString()
        .startsWith("systemd does not hear of the service: systemd-notify cannot be started: ");
  }

  @Test
  void endsAProgramThatHangsAndGoesOn() throws Exception {
    script("echo $$ >> " + messages + "; [ \"$1\" = READY=1 ] && exec /bin/sleep 600");
    var systemd = systemd(Duration.ofSeconds(3));

    systemd.ready();
    systemd.watchdog();
    systemd.finish(GRACE);

    assertThat(lines()).hasSize(2);
    var hung = Long.parseLong(lines().findFirst().orElseThrow());
    Await.until(
        "the program is ended", GRACE, () -> ProcessHandle.of(hung).isEmpty(), () -> "it runs");
    assertThat(complaints.get(0)).endsWith("systemd-notify did not end within 3 s");
  }

  @Test
  void keepsNoCallerWaitingHoweverMuchThereIsToSay() throws Exception {
    script("exec /bin/sleep 600");
    var systemd = systemd(Duration.ofMillis(100));

    var start = Instant.now();
    IntStream.range(0, 10_000).forEach(i -> systemd.watchdog());
    var took = MachineTime.since(start);
    systemd.finish(GRACE);

    assertThat(took).isLessThan(Duration.ofSeconds(2));
    assertThat(complaints).hasSize(1);
  }

  private Systemd systemd() {
    return systemd(GRACE);
  }

  private Systemd systemd(Duration limit) {
    var path = "/nowhere::" + directory;
    var environment = Map.of("NOTIFY_SOCKET", "/run/systemd/notify", "PATH", path);
    return new Systemd(environment, complaints::add, limit);
  }

  private void script(String commands) throws IOException {
    executable("#!/bin/sh\n" + commands + "\n");
  }

  private void executable(String text) throws IOException {
    var script = Files.writeString(directory.resolve("systemd-notify"), text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private Stream<String> lines() throws IOException {
    return Files.readAllLines(messages).stream();
  }
}
