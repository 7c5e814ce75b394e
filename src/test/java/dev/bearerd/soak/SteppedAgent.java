package dev.bearerd.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bearerd.kit.Await;
import dev.bearerd.kit.Bearerd;
import dev.bearerd.kit.CrowdServer;
import dev.bearerd.kit.FaultPlan;
import dev.bearerd.kit.MachineTime;
import dev.bearerd.kit.ServedClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An agent whose clock, and no other, can be stepped by libfaketime. What it publishes is compared
 * with what its server knows.
 */
final class SteppedAgent implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  /** The library looks for a step so often; each look costs it two system calls. */
  private static final Duration DELAY = Duration.ofSeconds(1);

  private static final int PROVIDERS = 10;
  private static final String HEADER =
      """
      bearerd:
        journal: "@DIR@/journal"
        http: {port: @PORT@}
        defaults:
          client-secret: not-a-secret
          client-authentication: post
          token-url: @URL@
        providers:
      """;
  private static final String PROVIDER =
      """
          p%1$d:
            client-id: p%1$d
            publish: [{file: {path: "@DIR@/tokens/p%1$d", format: json}}]
      """;

  private final CrowdServer server;
  private final Path steps;
  private final Installation installation;
  private final Set<String> falsehoods = new TreeSet<>();
  private Duration step = Duration.ZERO;

  /**
   * Starts nothing yet.
   *
   * @param library libfaketime
   */
  SteppedAgent(Path directory, Path library, Duration lifetime) {
    server = new CrowdServer(1, lifetime, new FaultPlan(0, 0));
    steps = directory.resolve("steps");
    installation =
        new Installation(
            directory,
            Bearerd.in(directory)
                .with("LD_PRELOAD", library.toString())
                .with("FAKETIME_TIMESTAMP_FILE", steps.toString())
                .with("FAKETIME_CACHE_DURATION", Long.toString(DELAY.toSeconds()))
                .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                .with("FAKETIME_FORCE_MONOTONIC_FIX", "0") // else every timed wait ends at once
                .with("NO_FAKE_STAT", "1"));
  }

  /** Returns when every token is published. */
  void start() {
    var yaml = new StringBuilder(HEADER.replace("@URL@", server.tokenUrl(0).toString()));
    IntStream.range(0, PROVIDERS).forEach(i -> yaml.append(PROVIDER.formatted(i)));
    installation.configure(yaml.toString());
    step(Duration.ZERO);
    installation.start();
    Await.until(
        "every token published",
        START,
        () -> names().allMatch(name -> Files.exists(token(name))),
        () -> installation.process().stderr());
  }

  /** The agent's clock will be so far ahead of the true one, within a second. */
  void step(Duration ahead) {
    try {
      var next =
          Files.writeString(installation.path("steps.next"), "%+d".formatted(ahead.toSeconds()));
      Files.move(next, steps, StandardCopyOption.ATOMIC_MOVE);
      step = ahead;
      falsehoods.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes what it presents at this moment and should not. */
  void look() {
    var now = Instant.now(); // before it is asked, as time passes between the two
    for (var status : installation.status()) {
      var name = status.get("name").asText();
      var published = read(token(name));
      var end = server.client(name).expiry(published.get("access_token").asText()).orElseThrow();
      var told = Instant.parse(published.get("expires_at").asText()).minus(step);
      if (told.isAfter(end)) {
        falsehoods.add("%s is said to end at %s, but ends at %s".formatted(name, told, end));
      }
      if (status.get("state").asText().equals("fresh") && hasEnded(end, now)) {
        falsehoods.add("%s is said to be fresh, but ended at %s".formatted(name, end));
      }
    }
  }

  /** A machine that stands still keeps the agent from seeing it. */
  private static boolean hasEnded(Instant end, Instant now) {
    return now.minus(MachineTime.lost(end.minus(DELAY), now)).isAfter(end);
  }

  /** What was noted since the last step; one line each. */
  Set<String> falsehoods() {
    return falsehoods;
  }

  Collection<ServedClient> clients() {
    return server.clients();
  }

  @Override
  public void close() {
    installation.close();
    server.close();
  }

  private Path token(String name) {
    return installation.path("tokens").resolve(name);
  }

  private static Stream<String> names() {
    return IntStream.range(0, PROVIDERS).mapToObj(i -> "p" + i);
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
