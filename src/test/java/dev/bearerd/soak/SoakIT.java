package dev.bearerd.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.Await;
import dev.bearerd.kit.CrowdServer;
import dev.bearerd.kit.FaultPlan;
import dev.bearerd.kit.InMemory;
import dev.bearerd.kit.MachineTime;
import dev.bearerd.kit.ServedClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 500 providers of ten seconds, of whose requests three in ten fail, while the agent is killed and
 * reloaded: readers, refresh tokens and the server's patience all survive it. The numbers are in
 * the output.
 */
final class SoakIT {
  private static final long SEED = Long.getLong("soak.seed", 20260101);
  private static final Duration DURATION = Duration.ofMinutes(Long.getLong("soak.minutes", 10));
  private static final int PROVIDERS = 500;
  private static final int HOSTS = 21;
  private static final Duration LIFETIME = Duration.ofSeconds(10);
  private static final int FAILING_OF_TEN = 3;
  private static final int KILLS = (int) Math.max(4, 2 * DURATION.toMinutes());
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** To receive an answer and to put a wish for a pause away, on a busy machine. */
  private static final Duration HEARING = Duration.ofSeconds(1);

  private static final Duration SETTLED = Duration.ofSeconds(3);

  /** At 75 % less half of the jitter, and one at the start. */
  private static final double IDEAL = 1 + DURATION.toMillis() / (0.7 * LIFETIME.toMillis());

  private static final int REMOVED = 7;
  private static final int CHANGED = 11;

  private final Random random = new Random(SEED);
  private final CrowdServer server =
      new CrowdServer(HOSTS, LIFETIME, new FaultPlan(SEED, FAILING_OF_TEN));
  private final Trial trial = new Trial(LIFETIME);
  private final Installation installation;
  private final Fleet fleet;
  private final Path tokens;
  private final Instant begun = Instant.now();
  private Instant removed = Instant.MAX;

  SoakIT(@TempDir(factory = InMemory.class) Path directory) throws IOException {
    installation = Installation.in(directory.toRealPath());
    tokens = installation.path("tokens");
    fleet = new Fleet(PROVIDERS, server, tokens);
  }

  @AfterEach
  void stop() {
    installation.close();
    server.close();
  }

  @Test
  void losesNothingWhateverHappens() throws IOException {
    // Given
    installation.configure(fleet.yaml("first"));
    installation.start();
    var reader = new Reader(fleet, server);
    awaitPublication();

    // When
    var end = Instant.now().plus(DURATION);
    befall(end);
    Pause.until(end);
    assertThat(installation.process().terminate()).isZero();
    reader.end();

    // Then
    System.out.println(summary(reader));
    assertThat(stoodStill()).as("else nothing is judged").isLessThan(DURATION.dividedBy(2));
    judgeReaders(reader);
    judgeRequests();
    assertThat(leftovers()).isEmpty();
  }

  /** Kills and reloads in an order, and at moments, that the seed decides. */
  private void befall(Instant end) {
    var events = new ArrayList<Runnable>(Collections.nCopies(KILLS, this::killAndRestart));
    events.addAll(
        List.of(this::changeComment, this::add, this::remove, this::change, this::breakAndMend));
    Collections.shuffle(events, random);
    var start = Instant.now();
    var slot = Duration.between(start, end).dividedBy(events.size());
    for (var i = 0; i < events.size(); i++) {
      var moment = slot.multipliedBy(i).plusMillis(random.nextLong(slot.toMillis() / 2));
      Pause.until(start.plus(moment));
      events.get(i).run();
    }
  }

  private void killAndRestart() {
    var now = Instant.now();
    var unheard = now.minus(HEARING).minus(MachineTime.lost(now.minus(LIFETIME), now));
    trial.kill(installation.process());
    server.forgetPausesSince(unheard); // nobody may have heard of them
    installation.start();
  }

  private void changeComment() {
    reload(fleet.yaml("another comment"));
  }

  private void add() {
    fleet.add(PROVIDERS);
    reload(fleet.yaml("one more"));
    awaitPublication();
  }

  private void remove() {
    fleet.remove(REMOVED);
    reload(fleet.yaml("one less"));
    Pause.of(SETTLED);
    removed = Instant.now();
  }

  private void change() {
    fleet.copy(CHANGED);
    reload(fleet.yaml("one with a copy"));
    awaitPublication();
  }

  private void breakAndMend() {
    reload(fleet.brokenYaml());
    Pause.of(SETTLED);
    assertThat(installation.process().isAlive()).isTrue();
    reload(fleet.yaml("mended"));
  }

  private void reload(String yaml) {
    installation.configure(yaml);
    installation.process().signal("HUP");
  }

  private void awaitPublication() {
    var readings = fleet.readings();
    Await.until(
        "every token published",
        LIMIT,
        () -> readings.stream().allMatch(reading -> Files.exists(reading.file())),
        () -> installation.process().stderr());
  }

  private void judgeReaders(Reader reader) {
    assertThat(reader.damage()).as("torn or vanished files").isEmpty();
    assertThat(reader.expired().stream().filter(trial::isNegligent))
        .as("expired tokens read although a newer one had been received")
        .isEmpty();
  }

  private void judgeRequests() {
    var changed = server.client("p%03d".formatted(CHANGED));
    assertThat(server.complaints()).as("requests within a pause").isEmpty();
    assertThat(offences(trial::needlessLogins)).as("lost chains").isEmpty();
    assertThat(offences(ServedClient::refusals)).as("refused refresh tokens").isEmpty();
    assertThat(offences(client -> client == changed ? List.of() : trial.hastyRequests(client)))
        .as("requests for what was fresh")
        .isEmpty();
    assertThat(server.clients())
        .as("requests under twice the ideal of %.1f", IDEAL)
        .allMatch(client -> client.requests().size() < 2 * IDEAL)
        .noneMatch(client -> client.id().equals("ghost"));
    assertThat(server.client("p%03d".formatted(REMOVED)).requests())
        .as("requests of a provider that was removed at %s", removed)
        .noneMatch(request -> request.isAfter(removed));
  }

  private List<String> offences(Function<ServedClient, List<Instant>> found) {
    return server.clients().stream()
        .filter(client -> !found.apply(client).isEmpty())
        .map(client -> client.id() + " at " + found.apply(client))
        .toList();
  }

  private String summary(Reader reader) {
    var requests = server.clients().stream().mapToInt(client -> client.requests().size());
    var good = server.clients().stream().mapToInt(client -> client.deliveries().size()).sum();
    var all = requests.summaryStatistics();
    return "soak: %d providers for %s, %d kills; %d requests, %d answered; a provider %.1f (%d to %d, ideal %.1f); %d reads, %d of an expired token, %d of one that nobody tried to renew; the machine stood still for %s"
        .formatted(
            fleet.size(),
            DURATION,
            trial.kills(),
            all.getSum(),
            good,
            all.getAverage(),
            all.getMin(),
            all.getMax(),
            IDEAL,
            reader.reads(),
            reader.expired().size(),
            reader.expired().stream().filter(trial::isUntried).count(),
            stoodStill());
  }

  private Duration stoodStill() {
    return MachineTime.lost(begun, Instant.now());
  }

  /** What writers that were killed have left behind, by the ending that they give it. */
  private List<Path> leftovers() throws IOException {
    try (var files = Files.walk(installation.path("."))) {
      return files
          .filter(file -> file.toString().endsWith(".bearerd"))
          .filter(SoakIT::isUnused)
          .toList();
    }
  }

  /** A directory's current generation has that ending, too, and so has the one before. */
  private static boolean isUnused(Path file) {
    return !Files.isDirectory(file) || generationsBeside(file) > 2;
  }

  private static long generationsBeside(Path generation) {
    try (var files = Files.list(generation.resolveSibling(""))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("..generation."))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
