package dev.bearerd.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.journal.MemoryJournal;
import dev.bearerd.token.TokenException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an agent does between two ticks, by alarms that ring when their time has come. */
class AlarmTest {
  private static final String HOST = "https://idp.example.com:443";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();
  private final Queue<Runnable> started = new ArrayDeque<>();
  private final Queue<Alarm> alarms = new PriorityQueue<>(Comparator.comparing(Alarm::at));
  private final FakeEndpoint endpoint = new FakeEndpoint(clock, Duration.ofSeconds(100));
  private int rung;
  private int mostPending;

  private record Alarm(Instant at, Runnable step) {}

  @Test
  void alarmsDoNotMultiply() {
    // Given requests all the time
    var providers = new ArrayList<Provider>();
    var endpoints = new ArrayList<FakeEndpoint>();
    for (var i = 0; i < 50; i++) {
      var one = new FakeEndpoint(clock, Duration.ofMillis(2000 + 37 * i));
      endpoints.add(one);
      providers.add(provider("p" + i, one));
    }

    // When
    run(agent(providers), MINUTE);

    // Then
    var requests = endpoints.stream().mapToInt(FakeEndpoint::requests).sum();
    assertThat(requests).isGreaterThan(500);
    assertThat(mostPending).isLessThan(100); // of which 50 tell of answers that came at once
    assertThat(rung).isLessThan(4 * requests);
  }

  @Test
  void probesAHostWhenItsTimeHasComeAndNotAtTheNextTick() {
    endpoint.fails(() -> TokenException.hostDown("connection refused"));
    run(agent(List.of(provider("a", endpoint), provider("b", endpoint))), Duration.ofMillis(1900));

    assertThat(endpoint.requests()).isEqualTo(2); // at 0 s and 1.25 s
  }

  /** Ticks and alarms, each at its time. */
  private void run(Agent agent, Duration time) {
    var end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      if (clock.instant().toEpochMilli() % 1000 == 0) {
        agent.tick();
      }
      work();
      clock.advance(Duration.ofMillis(10));
    }
  }

  private void work() {
    var isQuiet = false;
    while (!isQuiet) {
      mostPending = Math.max(mostPending, alarms.size());
      var step = Optional.ofNullable(started.poll()).or(this::ringing);
      step.ifPresent(Runnable::run);
      isQuiet = step.isEmpty();
    }
  }

  private Optional<Runnable> ringing() {
    var first = Optional.ofNullable(alarms.peek()).filter(a -> !a.at().isAfter(clock.instant()));
    first.ifPresent(alarm -> rung++);
    first.ifPresent(alarms::remove);
    return first.map(Alarm::step);
  }

  private Agent agent(List<Provider> providers) {
    return new Agent(
        providers,
        new Agent.Limits(32, 1),
        new Agent.Executors(
            started::add,
            started::add,
            started::add,
            started::add,
            (delay, step) -> alarms.add(new Alarm(clock.instant().plus(delay), step))),
        clock.clocks(),
        event -> {});
  }

  private Provider provider(String name, FakeEndpoint source) {
    var definition = Definitions.of(name, HOST, source).build();
    return new Provider(definition, new MemoryJournal(), clock, new Random(7), event -> {});
  }
}
