package dev.bearerd.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.InMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two agents whose clocks are stepped by two hours, and back: one ahead, the other behind. */
final class ClockStepIT {
  private static final Duration STEP = Duration.ofHours(2);
  private static final Duration LIFETIME = Duration.ofSeconds(30);

  /** From a step until nothing wrong may be presented any more, and what the step itself takes. */
  private static final Duration REACTION = Duration.ofSeconds(2 + 1);

  private static final Duration INTERVAL = Duration.ofMillis(250);

  /**
   * Within one life: what was due before the agent saw the step, what the step costs, and what is
   * due at three quarters of the life after it. A loop would be dozens.
   */
  private static final int REQUESTS = 3;

  private final Map<Duration, SteppedAgent> agents = new TreeMap<>();

  ClockStepIT(
      @TempDir(factory = InMemory.class) Path ahead, @TempDir(factory = InMemory.class) Path behind)
      throws IOException {
    var library = library();
    agents.put(STEP, new SteppedAgent(ahead.toRealPath(), library, LIFETIME));
    agents.put(STEP.negated(), new SteppedAgent(behind.toRealPath(), library, LIFETIME));
  }

  @BeforeEach
  void start() {
    agents.values().forEach(SteppedAgent::start);
  }

  @AfterEach
  void stop() {
    agents.values().forEach(SteppedAgent::close);
  }

  @Test
  void presentsNothingExpiredAsGoodAfterAStep() {
    Pause.of(LIFETIME.dividedBy(3));
    agents.forEach((step, agent) -> agent.step(step));
    isSurvived("stepped");
    agents.values().forEach(agent -> agent.step(Duration.ZERO));
    isSurvived("stepped back");
  }

  private void isSurvived(String what) {
    var stepped = Instant.now();
    lookOn(stepped);
    SoftAssertions.assertSoftly(
        softly ->
            agents.forEach((step, agent) -> judge(softly, step + ", " + what, agent, stepped)));
  }

  /** Looks at what is presented later than the reaction may take, until one life after the step. */
  private void lookOn(Instant stepped) {
    Pause.until(stepped.plus(REACTION));
    while (Instant.now().isBefore(stepped.plus(LIFETIME))) {
      agents.values().forEach(SteppedAgent::look);
      Pause.of(INTERVAL);
    }
  }

  private static void judge(
      SoftAssertions softly, String name, SteppedAgent agent, Instant stepped) {
    softly.assertThat(agent.falsehoods()).as(name).isEmpty();
    softly
        .assertThat(agent.clients())
        .as("%s: each client asks %d times at most", name, REQUESTS)
        .allSatisfy(
            client -> assertThat(since(stepped, client.requests())).hasSizeBetween(0, REQUESTS));
    softly
        .assertThat(agent.clients())
        .as("%s: each client gets a token", name)
        .allSatisfy(client -> assertThat(since(stepped, client.deliveries())).isNotEmpty());
  }

  /** How long after the step each was. */
  private static List<Duration> since(Instant step, List<Instant> times) {
    return times.stream().filter(step::isBefore).map(at -> Duration.between(step, at)).toList();
  }

  private static Path library() throws IOException {
    try (var found =
        Files.find(Path.of("/usr/lib"), 3, (path, file) -> path.endsWith("libfaketimeMT.so.1"))) {
      return found
          .findFirst()
          .orElseThrow(
              () -> new AssertionError("no libfaketime; install it: apt-get install libfaketime"));
    }
  }
}
