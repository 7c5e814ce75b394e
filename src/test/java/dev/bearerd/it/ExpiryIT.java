package dev.bearerd.it;

import static dev.bearerd.it.Scenario.password;
import static dev.bearerd.it.Scenario.provider;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import dev.bearerd.kit.InMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What readers find when no token comes in time, and secrets that are refused. */
@Timeout(90)
final class ExpiryIT {
  private static final Duration SOON = Duration.ofSeconds(3);

  private final Scenario scenario;

  ExpiryIT(@TempDir(factory = InMemory.class) Path directory) throws IOException {
    scenario = new Scenario(directory);
  }

  @AfterEach
  void stop() {
    scenario.close();
  }

  @Test
  void saysOnceThatATokenExpiredAndKeepsOrRemovesIt() {
    var directory = "{directory: {path: \"@DIR@/dir\", entries: {token: raw}}}";
    var remove = "publish: [{file: \"@DIR@/tokens/remove\"}, " + directory + "]";
    scenario.server().lifetime(Duration.ofSeconds(6));
    scenario.configure(provider("keep"), provider("remove", remove, "on-expiry: remove"));
    scenario.server().afterNextAnswer(() -> {});
    scenario.server().afterNextAnswer(() -> scenario.server().down(true)); // each has one token
    var daemon = scenario.start("keep", "remove");
    awaitDirectory(daemon);

    scenario.awaitLines(daemon, 2, "ERROR", "token expired");
    scenario.awaitLines(daemon, 2, "token removed", "provider=remove");
    var expired = scenario.place().read("keep");
    scenario.awaitRequests(daemon, "keep", scenario.server().requests("keep").size() + 1);

    assertThat(expired).startsWith("token-keep-");
    assertThat(scenario.place().names()).containsExactly("keep");
    assertThat(scenario.read("dir/token")).isEmpty();
    assertThat(daemon.count("token expired", "provider=keep", "hold the expired token"))
        .isEqualTo(1);
    assertThat(daemon.count("token expired", "provider=remove", "find nothing")).isEqualTo(1);
    assertThat(scenario.status("remove").path("state").asText()).isEqualTo("expired");

    scenario.server().lifetime(Duration.ofHours(1)).down(false);
    scenario.awaitToken(daemon, "keep");
    scenario.awaitToken(daemon, "remove");
    awaitDirectory(daemon);
    assertThat(daemon.count("token expired")).isEqualTo(2);
  }

  @Test
  void removesAfterARestartWhatExpiredMeanwhile() throws InterruptedException {
    scenario.server().lifetime(Duration.ofSeconds(2));
    scenario.configure(provider("a", "on-expiry: remove"));
    scenario.start("a").kill();
    scenario.server().down(true);
    TimeUnit.SECONDS.sleep(3);

    var daemon = scenario.start();
    scenario.awaitLines(daemon, 1, "ERROR", "token expired", "provider=a");
    scenario.awaitLines(daemon, 1, "token removed", "provider=a");

    assertThat(scenario.place().names()).isEmpty();
  }

  @Test
  void showsAPasswordThreeTimesAndRestsUntilItChangesOrSomebodySaysSo() throws Exception {
    var daemon = startAndRefuseThrice();

    scenario.awaitLines(daemon, 1, "refresh failed", "when its secret changes");
    assertThat(scenario.status("p").path("nextFetchAt").isNull()).isTrue();
    refuse(daemon, 4);
    TimeUnit.SECONDS.sleep(3);
    assertThat(scenario.server().requests("p")).hasSize(4);

    assertThat(daemon.terminate()).isZero();
    var second = scenario.start();
    scenario.awaitLines(second, 1, "refresh failed", "left alone", "when its secret changes");
    TimeUnit.SECONDS.sleep(3);
    assertThat(scenario.server().requests("p")).hasSize(4);

    scenario.place().write("p.password", "correct");
    scenario.awaitToken(second, "p");
    assertThat(scenario.server().requests("p")).hasSize(5);
    assertThat(second.stderr() + daemon.stderr()).doesNotContain("correct", "wrong");
  }

  @Test
  void asksAfterARestartWhenThePasswordChangedMeanwhile() {
    var daemon = startAndRefuseThrice();
    daemon.kill();

    scenario.place().write("p.password", "correct");
    scenario.start("p");

    assertThat(scenario.server().requests("p")).hasSize(4);
  }

  @Test
  void asksAgainWhenTheConfigurationOfARestingProviderChanges() {
    var daemon = startAndRefuseThrice();
    daemon.kill();

    var second = scenario.start();
    scenario.awaitLines(second, 1, "refresh failed", "left alone");
    scenario.server().secret("p", "wrong"); // what was wrong with the account is mended
    scenario.configure(password("p", "client-secret: wrong"));
    scenario.awaitToken(second, "p");

    assertThat(scenario.server().requests("p")).hasSize(4);
  }

  @Test
  void asksAtOnceWhenTheFileOfARefusedSecretChanges() throws IOException {
    var lines =
        new String[] {
          "client-authentication: basic", "client-secret-file: \"@DIR@/a.secret\"",
        };
    var secret = scenario.place().write("a.secret", "older");
    scenario.configure(provider("a", lines));
    var daemon = scenario.start();
    scenario.awaitLines(daemon, 1, "refresh failed", "kind=rejected");

    scenario.place().write("a.secret", "correct\n"); // in place
    await(daemon, 1);
    scenario.server().secret("a", "newest");
    daemon.signal("USR1");
    scenario.awaitLines(daemon, 2, "refresh failed", "kind=rejected");

    Files.move(
        scenario.place().write("a.secret.new", "newest"), secret, StandardCopyOption.ATOMIC_MOVE);
    await(daemon, 2);

    assertThat(scenario.server().requests("a")).hasSize(4);
    assertThat(daemon.count("secret changed", "provider=a")).isEqualTo(2);
  }

  private void awaitDirectory(AgentProcess daemon) {
    Await.until(
        "the newest token in the directory",
        Scenario.LIMIT,
        () -> scenario.read("dir/token").equals(scenario.server().newestToken("remove")),
        daemon::stderr);
  }

  /** After that a password rests. */
  private AgentProcess startAndRefuseThrice() {
    scenario.place().write("p.password", "wrong");
    scenario.configure(password("p"));
    var daemon = scenario.start();
    scenario.awaitLines(daemon, 1, "refresh failed");
    refuse(daemon, 2);
    refuse(daemon, 3);
    return daemon;
  }

  private void refuse(AgentProcess daemon, int times) {
    scenario.awaitControl(daemon);
    assertThat(scenario.run("refresh", "p").exitCode()).isZero();
    scenario.awaitLines(daemon, times, "refresh failed", "kind=rejected");
    assertThat(scenario.server().requests("p")).hasSize(times);
  }

  /** The refusal itself would be repeated after a minute. */
  private void await(AgentProcess daemon, int tokens) {
    Await.until(
        "a token soon after the secret changed",
        SOON.plusSeconds(2), // and the machine may be busy
        () -> daemon.count("token refreshed") == tokens,
        daemon::stderr);
    scenario.awaitToken(daemon, "a");
  }
}
