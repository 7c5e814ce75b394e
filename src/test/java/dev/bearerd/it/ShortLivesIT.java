package dev.bearerd.it;

import static dev.bearerd.it.Scenario.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bearerd.kit.InMemory;
import dev.bearerd.kit.MachineTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lifetimes that no one would choose. */
@Timeout(60)
final class ShortLivesIT {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration WATCHED = Duration.ofSeconds(15);
  private static final Duration LONG = Duration.ofDays(3650);

  private final Scenario scenario;

  ShortLivesIT(@TempDir(factory = InMemory.class) Path directory) throws IOException {
    scenario = new Scenario(directory);
  }

  @AfterEach
  void stop() {
    scenario.close();
  }

  @Test
  void noReaderEverSeesAnExpiredTokenOfTwoSeconds() throws InterruptedException {
    scenario.server().lifetime(SHORT);
    scenario.configure(provider("a"), provider("b"), provider("c"));
    var daemon = scenario.start("a", "b", "c");

    var overdue = new ArrayList<Reading>();
    var start = Instant.now();
    while (MachineTime.since(start).compareTo(WATCHED) < 0) {
      Stream.of("a", "b", "c").map(this::read).filter(Reading::isOverdue).forEach(overdue::add);
      TimeUnit.MILLISECONDS.sleep(5);
    }

    assertThat(overdue).as(daemon.stderr()).isEmpty();
    var ideal = (int) (WATCHED.toSeconds() / (2 * 0.75));
    assertThat(scenario.server().requests("a")).hasSizeBetween(ideal - 2, 2 * ideal);
    assertThat(daemon.count("refresh failed")).isZero();
  }

  @Test
  void aLifetimeOfOneSecondIsNoLoop() throws InterruptedException {
    scenario.server().lifetime(Duration.ofSeconds(1));
    scenario.configure(provider("a"));
    scenario.start("a");

    TimeUnit.SECONDS.sleep(5);

    var requests = scenario.server().requests("a");
    var end = requests.get(0).time().plusSeconds(5); // a sleep may last longer
    assertThat(requests.stream().filter(asked -> asked.time().isBefore(end))).hasSizeBetween(3, 8);
  }

  @Test
  void tenYearsAreALifetimeToo() throws Exception {
    scenario.server().lifetime(LONG);
    scenario.configure(provider("a"));
    var first = scenario.start("a");

    var expiresAt = Instant.parse(scenario.status("a").path("expiresAt").asText());
    assertThat(Duration.between(Instant.now(), expiresAt))
        .isBetween(LONG.minusMinutes(5), LONG.plusSeconds(1));
    assertThat(scenario.status("a").path("runwaySeconds").asLong())
        .isBetween(LONG.toSeconds() - 300, LONG.toSeconds());
    assertThat(metric("bearerd_token_expires_timestamp_seconds"))
        .isCloseTo((double) expiresAt.getEpochSecond(), within(2.0));
    assertThat(scenario.run("status").stdout()).contains("3649d");
    assertThat(first.terminate()).isZero();

    var second = scenario.start();
    scenario.awaitLines(second, 1, "token resumed");
    assertThat(scenario.server().requests("a")).hasSize(1);
  }

  private record Reading(String token, Instant end, Instant at) {
    /** In the time that the machine had for its renewal. */
    boolean isOverdue() {
      return MachineTime.between(end.minus(SHORT), at).compareTo(SHORT) >= 0;
    }
  }

  private Reading read(String name) {
    var now = Instant.now(); // before it is read, as time passes between the two
    var token = scenario.place().read(name);
    return new Reading(token, scenario.server().expiry(token).orElseThrow(), now);
  }

  private double metric(String name) throws Exception {
    var address = URI.create("http://127.0.0.1:" + scenario.port() + "/q/metrics");
    var request = HttpRequest.newBuilder(address).build();
    var text = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    return text.lines()
        .filter(line -> line.startsWith(name + "{"))
        .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }
}
