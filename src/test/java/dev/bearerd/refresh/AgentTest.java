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
  private final List<RefreshEvent> events = new ArrayList<>();
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

    run(agent, 60);

    assertThat(asked).hasSizeBetween(20, 60);
  }

  @Test
  void allAreFreshSoonAfterAHostIsBack() {
    endpoint.fails(() -> TokenException.hostDown("connection refused"));
    var providers = providers(100, HOST);
    var agent = agent(32, 4, providers);
    run(agent, 60);

    endpoint.recovers();
    run(agent, 5);

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
  void asksOnceOnlyWhenAHostIsBack() {
    var agent = agent(32, 4, providers(5, HOST));
    endpoint.fails(() -> TokenException.hostDown("connection refused"));
    run(agent, 30);
    endpoint.recovers();
    asked.clear();

    run(agent, 10);

    assertThat(asked).hasSize(5);
  }

  @Test
  void aRejectedProviderWaitsItsMinuteAlthoughItsHostWasDown() {
    var rejecting = new FakeEndpoint(clock, Duration.ofSeconds(100));
    rejecting.fails(() -> TokenException.hostDown("connection refused"));
    var agent = agent(32, 4, List.of(provider("bad", HOST, rejecting)));
    run(agent, 5);
    rejecting.fails(() -> TokenException.rejected("invalid_client"));
    run(agent, 10);
    asked.clear();

    run(agent, 40);

    assertThat(asked).isEmpty();
  }

  @Test
  void anEndpointInTroubleDoesNotKeepItsNeighboursFromTheirTokens() {
    var busy = new FakeEndpoint(clock, Duration.ofSeconds(100));
    busy.fails(() -> TokenException.hostBusy("HTTP 503", Optional.empty()));
    var hanging = new FakeEndpoint(clock, Duration.ofSeconds(100));
    hanging.fails(() -> TokenException.noAnswer("no answer within 10s"));
    var good = provider("good", HOST);
    var agent =
        agent(
            32, 2, List.of(good, provider("busy", HOST, busy), provider("hanging", HOST, hanging)));

    for (var second = 0; second < 1000; second++) {
      run(agent, 1);
      assertThat(good.state().runwayAt(clock.instant())).isPresent();
    }
    assertThat(asked).filteredOn("busy"::equals).hasSizeLessThan(40);
  }

  @Test
  void whatFailsHereSaysNothingOfAHostThatIsDown() {
    endpoint.fails(() -> TokenException.hostDown("connection refused"));
    var local = new FakeEndpoint(clock, Duration.ofSeconds(100));
    local.fails(() -> TokenException.local("client-secret-file does not exist"));
    var providers = new ArrayList<>(providers(20, HOST));
    providers.add(provider("local", HOST, local));

    run(agent(32, 4, providers), 60);

    assertThat(asked).filteredOn(name -> !name.equals("local")).hasSizeLessThan(60);
  }

  @Test
  void publishesWhileTheHostIsDown() {
    var target = new FakeTarget();
    target.full(true);
    var waiting = provider("waiting", HOST, endpoint, target);
    var agent = agent(32, 1, List.of(waiting, provider("other", HOST)));
    run(agent, 1);
    endpoint.fails(() -> TokenException.hostBusy("HTTP 503", Optional.of(Duration.ofHours(1))));
    run(agent, 80);
    assertThat(agent.hindrance(waiting)).isPresent();

    target.full(false);
    run(agent, 10);

    assertThat(target.content()).startsWith("token-");
  }

  @Test
  void doesNothingForATokenThatHasExpiredUnpublished() {
    var target = new FakeTarget();
    target.full(true);
    var agent =
        agent(32, 1, List.of(provider("a", HOST), provider("full", HOST, endpoint, target)));
    run(agent, 1);
    endpoint.fails(() -> TokenException.hostBusy("HTTP 503", Optional.of(Duration.ofHours(1))));
    run(agent, 100);

    agent.tick();
    assertThat(started).isEmpty();

    endpoint.recovers();
    asked.clear();
    clock.advance(Duration.ofHours(1));
    run(agent, 5);
    assertThat(asked).containsExactlyInAnyOrder("a", "full");
  }

  @Test
  void tellsThatAHostIsDownAndBack() {
    var agent = agent(32, 4, providers(50, HOST));
    endpoint.fails(() -> TokenException.hostDown("connection refused"));
    run(agent, 30);
    assertThat(agent.providers())
        .anyMatch(p -> agent.hindrance(p).filter(why -> why.contains("is down since")).isPresent());
    endpoint.recovers();
    run(agent, 10);

    assertThat(events)
        .hasExactlyElementsOfTypes(RefreshEvent.HostDown.class, RefreshEvent.HostBack.class);
    assertThat(agent.providers()).allMatch(p -> agent.hindrance(p).isEmpty());
  }

  @Test
  void tellsThatAHostAskedForAPause() {
    endpoint.fails(() -> TokenException.hostBusy("HTTP 429", Optional.of(Duration.ofSeconds(30))));
    var held = provider("b", HOST);
    var agent = agent(32, 1, List.of(provider("a", HOST), held));
    run(agent, 1);

    assertThat(events).hasExactlyElementsOfTypes(RefreshEvent.HostHeld.class);
    assertThat(agent.hindrance(held))
        .contains("waits for its host, which asked for a pause until 2026-03-01T12:00:30Z");
  }

  @Test
  void startsNothingAfterItWasStopped() {
    var agent = agent(32, 4, providers(10, HOST));

    agent.stop();
    agent.tick();

    assertThat(started).isEmpty();
  }

  private Agent agent(int inAll, int perHost, List<Provider> providers) {
    return new Agent(
        providers,
        new Agent.Limits(inAll, perHost),
        new Agent.Executors(started::add, started::add),
        clock,
        events::add);
  }

  /** So many seconds, each with its tick. */
  private void run(Agent agent, int seconds) {
    for (var second = 0; second < seconds; second++) {
      agent.tick();
      runAll();
      clock.advanceSeconds(1);
    }
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
    return provider(name, host, source, new FakeTarget());
  }

  private Provider provider(String name, String host, FakeEndpoint source, FakeTarget target) {
    var definition =
        new ProviderDefinition(
            name,
            host,
            current -> {
              asked.add(name);
              return source.fetch(current);
            },
            List.of(target),
            new RefreshPolicy(0.75, 0, Duration.ofSeconds(1)),
            new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5)));
    return new Provider(definition, new MemoryJournal(), clock, new Random(7), event -> {});
  }
}
