package dev.bearerd.it;

import static dev.bearerd.it.Scenario.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import dev.bearerd.kit.MachineTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs, signals and requests after a publication. Hooks write a line to {@code ran}. */
@Timeout(90)
final class HooksIT {
  private static final String HOOK = "hooks: [{exec: {command: [\"@DIR@/hook\"]}}]";

  private final Scenario scenario;

  HooksIT(@TempDir Path directory) throws IOException {
    scenario = new Scenario(directory);
  }

  @AfterEach
  void stop() {
    scenario.close();
  }

  @Test
  void runsAProgramOnceATokenAndTellsItWhatWasPublished() throws IOException {
    hook("echo \"$BEARERD_PROVIDER $BEARERD_PATH $BEARERD_EXPIRES_AT\" >> @DIR@/ran");
    var publish = "publish: [{file: \"@DIR@/tokens/a\"}, {file: \"@DIR@/tokens/a2\"}]";
    scenario.configure(provider("a", publish, HOOK));
    var daemon = scenario.start("a");
    awaitRuns(1);

    daemon.signal("USR1");
    scenario.awaitRequests(daemon, "a", 2);
    awaitRuns(2);
    awaitAnnounced(daemon, "a");
    daemon.signal("HUP");
    scenario.awaitLines(daemon, 1, "configuration reloaded");
    assertThat(daemon.terminate()).isZero();
    var second = scenario.start();
    scenario.awaitLines(second, 1, "token resumed");
    assertThat(second.terminate()).isZero();

    var expiry = scenario.server().expiry(scenario.place().read("a")).orElseThrow();
    var said = runs().get(1).split(" ", -1);
    assertThat(runs()).hasSize(2);
    assertThat(said[0]).isEqualTo("a");
    assertThat(said[1].split(":", -1)).containsExactly(path("tokens/a"), path("tokens/a2"));
    assertThat(Instant.parse(said[2])).isCloseTo(expiry, within(3, ChronoUnit.SECONDS));
  }

  @Test
  void logsWhatAProgramSaysWithoutTokens() throws IOException {
    hook("echo \"got $(cat @DIR@/tokens/a) and $(base64 < @DIR@/tokens/a)\"");
    scenario.configure(provider("a", HOOK));
    var daemon = scenario.start("a");
    scenario.awaitLines(daemon, 1, "hook output", "provider=a");

    assertThat(daemon.count("hook output", "got *** and ***")).isEqualTo(1);
    assertThat(daemon.stderr()).doesNotContain("token-a-1");
  }

  @Test
  void aHookThatHangsDelaysNoToken() throws IOException {
    hook("echo $$ >> @DIR@/ran; exec sleep 600");
    scenario.configure(provider("a", HOOK), provider("b"));
    var daemon = scenario.start("a", "b");
    awaitRuns(1);

    for (var request = 2; request < 5; request++) {
      daemon.signal("USR1");
      scenario.awaitRequests(daemon, "a", request);
      scenario.awaitRequests(daemon, "b", request);
      scenario.awaitToken(daemon, "a");
      scenario.awaitToken(daemon, "b");
    }

    assertThat(runs()).hasSize(1);
    assertEndsWithItsHook(daemon);
  }

  @Test
  void endsAHookThatWouldNotEndWithItself() throws IOException {
    hook("trap '' TERM; echo $$ >> @DIR@/ran; while :; do sleep 1; done");
    scenario.configure(provider("a", HOOK));
    var daemon = scenario.start("a");
    awaitRuns(1);

    assertEndsWithItsHook(daemon);
  }

  @Test
  void triesAHookAgainThatFailed() throws IOException {
    hook("echo x >> @DIR@/ran; echo why; [ \"$(wc -l < @DIR@/ran)\" -ge 3 ]");
    scenario.configure(provider("a", HOOK));
    var daemon = scenario.start("a");
    awaitRuns(3);

    scenario.awaitLines(daemon, 1, "WARN", "hook failed", "provider=a", "exit code 1");
    Await.until(
        "no error in the status",
        Scenario.LIMIT,
        () -> scenario.status("a").at("/hooks/0/lastError").isNull(),
        daemon::stderr);
    assertThat(scenario.status("a").at("/hooks/0/ranAt").isNull()).isFalse();
    assertThat(runs()).hasSize(3);
    assertThat(scenario.server().requests("a")).hasSize(1);
  }

  @Test
  void runsAfterARestartAHookThatWasLost() throws IOException {
    hook("echo started >> @DIR@/ran; [ -e @DIR@/go ] || exec sleep 10");
    scenario.configure(provider("a", HOOK));
    var first = scenario.start("a");
    awaitRuns(1);
    first.kill();
    scenario.place().write("go", "");

    var second = scenario.start();
    awaitRuns(2);
    awaitAnnounced(second, "a");
    second.kill();
    var third = scenario.start();
    scenario.awaitLines(third, 1, "token resumed");
    assertThat(third.terminate()).isZero();

    assertThat(runs()).hasSize(2);
    assertThat(scenario.server().requests("a")).hasSize(1);
  }

  @Test
  void sendsASignalAndARequestOnceAToken() throws IOException {
    var requests = new CopyOnWriteArrayList<String>();
    var listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listener.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    listener.start();
    var reader = reader();
    var url = "http://127.0.0.1:" + listener.getAddress().getPort() + "/-/reload";
    scenario.configure(
        provider(
            "a",
            "hooks:",
            "  - signal: {pid-file: \"@DIR@/reader.pid\", signal: USR1}",
            "  - http: {url: \"" + url + "\"}"));
    try {
      var daemon = scenario.start("a");
      awaitRuns(1);
      Await.until("a request", Scenario.LIMIT, () -> requests.size() == 1, daemon::stderr);
      daemon.signal("USR1");
      awaitRuns(2);
      Await.until("a request", Scenario.LIMIT, () -> requests.size() == 2, daemon::stderr);
      assertThat(daemon.terminate()).isZero();

      assertThat(runs()).containsExactly("signal", "signal");
      assertThat(requests).containsExactly("POST /-/reload", "POST /-/reload");
      assertThat(daemon.count("hook failed")).isZero();
    } finally {
      reader.destroyForcibly();
      listener.stop(0);
    }
  }

  /** A process that writes a line whenever it is sent SIGUSR1. */
  private Process reader() throws IOException {
    var script =
        "trap 'echo signal >> @DIR@/ran' USR1; echo $$ > @DIR@/reader.pid; while :; do sleep 0.1; done";
    var text = script.replace("@DIR@", scenario.directory().toString());
    var reader = new ProcessBuilder("sh", "-c", text).start();
    Await.until(
        "a pid file", Scenario.LIMIT, () -> !scenario.read("reader.pid").isEmpty(), () -> "none");
    return reader;
  }

  private void assertEndsWithItsHook(AgentProcess daemon) {
    var hook = Long.parseLong(runs().get(0));
    assertThat(ProcessHandle.of(hook)).isPresent();
    var from = Instant.now();

    assertThat(daemon.terminate()).isZero();

    assertThat(MachineTime.since(from)).isLessThan(Duration.ofSeconds(9));
    Await.until(
        "the hook is gone",
        Duration.ofSeconds(2),
        () -> ProcessHandle.of(hook).filter(ProcessHandle::isAlive).isEmpty(),
        daemon::stderr);
  }

  /** Else the next start would tell it again. */
  private void awaitAnnounced(AgentProcess daemon, String name) {
    Await.until(
        "the journal knows",
        Scenario.LIMIT,
        () -> {
          var journal = scenario.read("journal/" + name + ".json");
          return journal.contains("\"" + scenario.server().newestToken(name) + "\"")
              && journal.contains("\"announced\":true");
        },
        daemon::stderr);
  }

  private void hook(String commands) throws IOException {
    var script = scenario.place().write("hook", "#!/bin/sh\n" + commands + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private String path(String file) {
    return scenario.directory().resolve(file).toString();
  }

  private List<String> runs() {
    return scenario.read("ran").lines().toList();
  }

  private void awaitRuns(int count) {
    Await.until(
        count + " runs of the hook",
        Scenario.LIMIT,
        () -> runs().size() >= count,
        () -> "" + runs());
  }
}
