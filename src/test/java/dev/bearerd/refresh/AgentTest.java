package dev.bearerd.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.journal.MemoryJournal;
import dev.bearerd.token.TokenException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who is started when; steps run when the test says so. */
class AgentTest {
  private static final String HOST = "https://idp.example.com:443";

  private final ManualClock clock = new ManualClock();
  private final Queue<Runnable> started = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final FakeEndpoint endpoint = new FakeEndpoint(clock, Duration.ofSeconds(100));

  @Test
  void startsAllThatIsDueWithinTheLimitOfAHost() {
    var agent = agent(32, 4, providers(10, HOST));

    agent.tick();
    assertThat(started).hasSize(4);
    runAll();

    assertThat(asked).hasSize(10);
  }

  @Test
  void startsNoMoreThanTheLimitInAll() {
    var providers = new ArrayList<Provider>();
    for (var i = 0; i < 10; i++) {
      providers.add(provider("p" + i, "https://idp" + i + ".example.com:443"));
    }

    agent(3, 4, providers).tick();

    assertThat(started).hasSize(3);
  }

  @Test
  void asksForNothingBeforeItIsDue() {
    var agent = agent(32, 4, providers(5, HOST));
    agent.tick();
    runAll();

    clock.advanceSeconds(74);
    agent.tick();
    assertThat(started).isEmpty();
    clock.advanceSeconds(1);
    agent.tick();
    runAll();

    assertThat(asked).hasSize(10);
  }

  @Test
  void theEarliestExpiryGoesFirst() {
    var late = provider("a-late", HOST);
    var early = provider("b-early", HOST);
    early.fetch();
    clock.advanceSeconds(10);
    late.fetch();
    clock.advanceSeconds(90);
    asked.clear();

    agent(32, 1, List.of(late, early)).tick();
    runAll();

    assertThat(asked).containsExactly("b-early", "a-late");
  }

  @Test
  void aDownHostIsProbedByOneRequestAtATime() {
    endpoint.fails(() -> TokenException.hostDown("connection refused"));
    var agent = agent(32, 4, providers(100, HOST));

    for (var second = 0; second < 60; second++) {
      agent.tick();
      runAll();
      clock.advanceSeconds(1);
    }

    assertThat(asked).hasSizeBetween(20, 60);
  }

  @Test
  void allAreFreshSoonAfterAHostIsBack() {
    endpoint.fails(() -> TokenException.hostDown("connection refused"));
    var providers = providers(100, HOST);
    var agent = agent(32, 4, providers);
    for (var second = 0; second < 60; second++) {
      agent.tick();
      runAll();
      clock.advanceSeconds(1);
    }

    endpoint.recovers();
    for (var second = 0; second < 5; second++) {
      agent.tick();
      runAll();
      clock.advanceSeconds(1);
    }

    assertThat(providers).allMatch(p -> p.state().token().isPresent());
  }

  @Test
  void aBadProviderDoesNotHoldUpItsHost() {
    var rejecting = new FakeEndpoint(clock, Duration.ofSeconds(100));
    rejecting.fails(() -> TokenException.rejected("invalid_client"));
    var providers = new ArrayList<>(providers(10, HOST));
    providers.add(0, provider("a-bad", HOST, rejecting));

    agent(32, 1, providers).tick();
    runAll();

    assertThat(asked).hasSize(11);
  }

  @Test
  void aHostThatAsksForAPauseGetsIt() {
    endpoint.fails(() -> TokenException.hostBusy("HTTP 429", Optional.of(Duration.ofSeconds(30))));
    var agent = agent(32, 1, providers(10, HOST));
    agent.tick();
    runAll();
    assertThat(asked).hasSize(1);

    for (var second = 0; second < 29; second++) {
      clock.advanceSeconds(1);
      agent.tick();
      runAll();
    }

    assertThat(asked).hasSize(1);
  }

  @Test
  void startsNothingAfterItWasStopped() {
    var agent = agent(32, 4, providers(10, HOST));

    agent.stop();
    agent.tick();

    assertThat(started).isEmpty();
  }

  private Agent agent(int inAll, int perHost, List<Provider> providers) {
    return new Agent(providers, new Agent.Limits(inAll, perHost), started::add, clock);
  }

  private void runAll() {
    while (!started.isEmpty()) {
      started.remove().run();
    }
  }

  private List<Provider> providers(int count, String host) {
    var providers = new ArrayList<Provider>();
    for (var i = 0; i < count; i++) {
      providers.add(provider("p" + i, host));
    }
    return providers;
  }

  private Provider provider(String name, String host) {
    return provider(name, host, endpoint);
  }

  private Provider provider(String name, String host, FakeEndpoint source) {
    var definition =
        new ProviderDefinition(
            name,
            host,
            current -> {
              asked.add(name);
              return source.fetch(current);
            },
            List.of(new FakeTarget()),
            new RefreshPolicy(0.75, 0, Duration.ofSeconds(1)),
            new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5)));
    return new Provider(definition, new MemoryJournal(), clock, new Random(7), event -> {});
  }
}
