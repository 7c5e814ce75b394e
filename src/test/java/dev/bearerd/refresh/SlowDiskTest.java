package dev.bearerd.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.journal.Entry;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What happens to others while the answer of one provider is still being written down. */
class SlowDiskTest {
  private static final String HOST = "https://idp.example.com:443";

  private final ManualClock clock = new ManualClock();
  private final FakeEndpoint endpoint = new FakeEndpoint(clock, Duration.ofSeconds(100));
  private final SlowJournal journal = new SlowJournal();
  private final Queue<Runnable> started = new ArrayDeque<>();
  private final List<String> seen = new ArrayList<>();
  private final Provider first = provider("a");
  private final Provider second = provider("b");

  /** Something happens while the entry of the first provider is written. */
  private static final class SlowJournal extends ForwardingJournal {
    private Runnable during = () -> {};

    void during(Runnable something) {
      during = something;
    }

    @Override
    public void store(String provider, Entry entry) {
      if (provider.equals("a")) {
        during.run();
      }
      super.store(provider, entry);
    }
  }

  @Test
  void theHostHasRoomForTheNextRequest() {
    var agent = agent(first, second);
    agent.tick();
    journal.during(() -> seen.add("started: " + started.size()));

    started.remove().run();

    assertThat(seen).containsExactly("started: 1");
  }

  @Test
  void theProviderItselfIsNotAskedForAgain() {
    var agent = agent(first);
    agent.tick();
    journal.during(
        () -> {
          agent.refreshNow(List.of(first));
          seen.add("started: " + started.size());
        });

    started.remove().run();

    assertThat(seen).containsOnly("started: 0");
  }

  @Test
  void thePauseThatTheHostAsksForCounts() {
    endpoint.fails(() -> TokenException.hostBusy("HTTP 429", Optional.of(Duration.ofMinutes(1))));
    var agent = agent(first, second);
    agent.tick();
    journal.during(() -> seen.add(agent.hindrance(second).orElse("none")));

    started.remove().run();

    assertThat(seen).hasSize(1).allMatch(why -> why.contains("asked for a pause"));
    assertThat(started).isEmpty();
  }

  @Test
  void sendsNothingInAPauseThatWasAskedForMeanwhile() {
    // Given one that notes in the journal that it is about to use its refresh token
    endpoint.brings(Holdings.NOTHING.withRefreshTokens(List.of(new Secret("r1"))));
    var agent = agent(2, first, second);
    agent.tick();
    runAll();
    clock.advanceSeconds(80);
    agent.tick();

    // When the host asks for a pause before that is done
    endpoint.fails(() -> TokenException.hostBusy("HTTP 429", Optional.of(Duration.ofMinutes(1))));
    journal.during(
        () -> {
          journal.during(() -> {});
          started.remove().run();
        });
    started.remove().run();

    // Then
    assertThat(endpoint.requests()).isEqualTo(3);
    assertThat(first.state().failures()).isZero();
    clock.advanceSeconds(60);
    endpoint.recovers();
    agent.tick();
    runAll();
    assertThat(endpoint.requests()).isEqualTo(5);
  }

  private void runAll() {
    while (!started.isEmpty()) {
      started.remove().run();
    }
  }

  private Agent agent(Provider... providers) {
    return agent(1, providers);
  }

  private Agent agent(int perHost, Provider... providers) {
    return new Agent(
        List.of(providers),
        new Agent.Limits(32, perHost),
        new Agent.Executors(
            started::add, Runnable::run, hook -> {}, revocation -> {}, SlowDiskTest::after),
        clock.clocks(),
        event -> {});
  }

  /** Nobody waits here for what is to happen later. */
  private static void after(Duration delay, Runnable step) {
    if (delay.isZero()) {
      step.run();
    }
  }

  private Provider provider(String name) {
    var definition = Definitions.of(name, HOST, endpoint).build();
    return new Provider(definition, journal, clock, new Random(7), event -> {});
  }
}
