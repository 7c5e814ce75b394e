package dev.bearerd.refresh;

import static dev.bearerd.refresh.Fetching.fetch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.bearerd.journal.Journal;
import dev.bearerd.journal.MemoryJournal;
import dev.bearerd.token.Answer;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is started when; steps run when the test says so. */
class AgentTest {
  private static final String HOST = "https://idp.example.com:443";

  private final ManualClock clock = new ManualClock();
  private final Queue<Runnable> started = new ArrayDeque<>();
  private final List<Duration> alarms = new ArrayList<>();
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
  void startsNothingOfWhatItReleased() {
    var providers = providers(2, HOST);
    var agent = agent(32, 4, providers);
    agent.tick();

    agent.release(providers.subList(0, 1));
    runAll();
    clock.advanceSeconds(80);
    agent.tick();
    agent.refreshNow(providers);
    runAll();

    assertThat(asked).isNotEmpty().containsOnly(providers.get(1).name());
    assertThat(agent.providers()).containsExactly(providers.get(1));
  }

  @Test
  void whatWasReleasedIsIdleWhenItsRequestHasEnded() {
    var providers = providers(1, HOST);
    var agent = agent(32, 4, providers);
    agent.tick();

    agent.release(providers);
    assertThat(agent.isIdle(providers.get(0))).isFalse();
    runAll();

    assertThat(agent.isIdle(providers.get(0))).isTrue();
  }

  @Test
  void leavesWhatAReleasedProviderHasPublishedAndRemembered() {
    var target = new FakeTarget();
    var journal = new MemoryJournal();
    var definition = Definitions.of("orders", HOST, endpoint).targets(target).deletingRemoved();
    var provider = new Provider(definition.build(), journal, clock, new Random(7), events::add);
    var agent = agent(32, 4, List.of(provider));
    agent.tick();
    runAll();
    var content = target.content();

    agent.release(List.of(provider));
    runAll();
    clock.advanceSeconds(200);
    agent.tick();
    runAll();

    assertThat(target.content()).isEqualTo(content).isNotEmpty();
    assertThat(journal.load("orders")).isPresent();
  }

  @Test
  void theEarliestExpiryGoesFirst() {
    var late = provider("a-late", HOST);
    var early = provider("b-early", HOST);
    fetch(early);
    early.publish();
    clock.advanceSeconds(10);
    fetch(late);
    late.publish();
    clock.advanceSeconds(89);
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
  void hostsThatHangDoNotHoldUpOthers() {
    var hanging = new FakeEndpoint(clock, Duration.ofSeconds(100));
    hanging.fails(() -> TokenException.noAnswer("no answer within 10s"));
    var providers = new ArrayList<Provider>();
    for (var i = 0; i < 10; i++) {
      providers.add(provider("hanging" + i, "https://idp" + i + ".example.com:443", hanging));
    }
    providers.add(provider("well", HOST));
    var agent = agent(1, 1, providers);
    run(agent, 1);
    asked.clear();

    agent.refreshNow(providers);
    runAll();

    assertThat(asked).hasSize(11).startsWith("well");
  }

  @Test
  void findsOutSoonThatItCanReachAHostAgainWhichItHasForItself() {
    endpoint.fails(() -> TokenException.hostDown("connection refused"));
    var agent = agent(32, 4, providers(1, HOST));
    run(agent, 3600);
    endpoint.recovers();
    asked.clear();

    run(agent, 32);

    assertThat(asked).hasSize(1);
    assertThat(agent.providers().get(0).state().token()).isPresent();
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

    assertThat(hostEvents())
        .hasExactlyElementsOfTypes(RefreshEvent.HostDown.class, RefreshEvent.HostBack.class);
    assertThat(agent.providers()).allMatch(p -> agent.hindrance(p).isEmpty());
  }

  @Test
  void tellsThatAHostAskedForAPause() {
    endpoint.fails(() -> TokenException.hostBusy("HTTP 429", Optional.of(Duration.ofSeconds(30))));
    var held = provider("b", HOST);
    var agent = agent(32, 1, List.of(provider("a", HOST), held));
    run(agent, 1);

    assertThat(hostEvents()).hasExactlyElementsOfTypes(RefreshEvent.HostHeld.class);
    assertThat(agent.hindrance(held))
        .contains("waits for its host, which asked for a pause until 2026-03-01T12:00:30Z");
  }

  @Test
  void aSuccessThatAsksForAPauseHoldsTheHostToo() {
    var limited =
        Definitions.of(
                "limited",
                HOST,
                holdings -> {
                  asked.add("limited");
                  var answer = endpoint.fetch(holdings);
                  var pause = Optional.of(Duration.ofSeconds(30));
                  return new Answer(answer.token(), answer.holdings(), Optional.empty(), pause);
                })
            .build();
    var agent = agent(32, 1, List.of(provider(limited), provider("other", HOST)));
    run(agent, 20);
    assertThat(asked).containsExactly("limited");

    run(agent, 12);

    assertThat(asked).contains("other");
  }

  @Test
  void keepsThePauseThatAnEarlierRunWasAskedFor() {
    var journal = new MemoryJournal();
    endpoint.fails(() -> TokenException.hostBusy("HTTP 429", Optional.of(Duration.ofSeconds(30))));
    run(agent(32, 4, List.of(resumed("told", journal))), 1);
    assertThat(asked).hasSize(1);
    endpoint.recovers();

    var restarted = agent(32, 4, List.of(resumed("other", journal), resumed("told", journal)));
    run(restarted, 29);
    assertThat(asked).hasSize(1);
    run(restarted, 3);

    assertThat(asked).containsExactlyInAnyOrder("told", "other", "told");
  }

  @Test
  void aPauseFromTheFutureLastsAnHourAtMost() {
    var journal = new MemoryJournal();
    endpoint.fails(() -> TokenException.hostBusy("HTTP 429", Optional.of(Duration.ofSeconds(30))));
    run(agent(32, 4, List.of(resumed("told", journal))), 1);
    endpoint.recovers();

    clock.step(Duration.ofDays(-2));
    run(agent(32, 4, List.of(resumed("told", journal))), 3602);

    assertThat(asked).hasSizeGreaterThan(1);
  }

  @Test
  void wakesUpForWhatIsDueBeforeTheNextTick() {
    var shortLived = new FakeEndpoint(clock, Duration.ofMillis(1100));
    var agent = agent(32, 1, List.of(provider("a", HOST, shortLived)));

    agent.tick();
    runAll();
    clock.advance(Duration.ofMillis(300));
    agent.tick();

    assertThat(alarms).containsExactly(Duration.ofMillis(700));
  }

  @Test
  void aClockThatIsSetBackCostsNoRequest() {
    var agent = agent(32, 4, providers(10, HOST));
    run(agent, 10);
    asked.clear();

    clock.step(Duration.ofHours(-2));
    run(agent, 60);
    assertThat(asked).isEmpty();
    assertThat(agent.providers())
        .allMatch(p -> p.state().runwayAt(clock.instant()).orElseThrow().toSeconds() == 30);
    run(agent, 10);

    assertThat(asked).hasSize(10);
    assertThat(events).contains(new RefreshEvent.ClockStepped(Duration.ofHours(-2)));
  }

  @Test
  void aClockThatIsSetForwardCostsOneRequestEach() {
    var agent = agent(32, 4, providers(10, HOST));
    run(agent, 10);
    asked.clear();

    clock.step(Duration.ofHours(2));
    run(agent, 5);
    assertThat(asked).hasSize(10);
    run(agent, 60);

    assertThat(asked).hasSize(10);
  }

  @Test
  void aHostThatIsHeldIsNotHeldLongerByAClockThatIsSetBack() {
    endpoint.fails(() -> TokenException.hostBusy("HTTP 429", Optional.of(Duration.ofSeconds(30))));
    var agent = agent(32, 1, providers(1, HOST));
    run(agent, 1);
    endpoint.recovers();

    clock.step(Duration.ofHours(-2));
    run(agent, 40);

    assertThat(asked).hasSize(2);
  }

  @Test
  void asksAtOnceWhenASecretHasChanged(@TempDir Path directory) throws IOException {
    var file = Files.writeString(directory.resolve("secret"), "old");
    endpoint.fails(() -> TokenException.rejected("invalid_client"));
    var definition =
        Definitions.of("a", HOST, counted("a", endpoint))
            .credentials(new Credentials(List.of(), List.of(file), false))
            .build();
    var agent = agent(32, 4, List.of(provider(definition)));
    run(agent, 10);
    assertThat(asked).hasSize(1);

    Files.writeString(file, "brand new");
    endpoint.recovers();
    run(agent, 2);

    assertThat(asked).hasSize(2);
    assertThat(events).contains(new RefreshEvent.CredentialsChanged("a"));
  }

  @Test
  void saysOnceThatASecretHasChangedHoweverLongItsHostIsHeld(@TempDir Path directory)
      throws IOException {
    var file = Files.writeString(directory.resolve("secret"), "old");
    endpoint.fails(() -> TokenException.rejected("invalid_client"));
    var busy = new FakeEndpoint(clock, Duration.ofSeconds(100));
    busy.fails(() -> TokenException.hostBusy("HTTP 429", Optional.of(Duration.ofSeconds(30))));
    var definition =
        Definitions.of("a", HOST, counted("a", endpoint))
            .credentials(new Credentials(List.of(), List.of(file), false))
            .build();
    var agent = agent(32, 4, List.of(provider(definition), provider("b", HOST, busy)));
    run(agent, 2);

    Files.writeString(file, "brand new");
    run(agent, 20);

    assertThat(events).filteredOn(new RefreshEvent.CredentialsChanged("a")::equals).hasSize(1);
  }

  @Test
  void asksAPasswordThatRestsWhenItIsToldTo() {
    endpoint.fails(() -> TokenException.rejected("invalid_grant"));
    var definition =
        Definitions.of("a", HOST, counted("a", endpoint))
            .credentials(new Credentials(List.of(), List.of(), true))
            .build();
    var agent = agent(32, 4, List.of(provider(definition)));
    run(agent, 10_000);
    assertThat(asked).hasSize(3);

    agent.refreshNow(agent.providers());
    runAll();
    run(agent, 10_000);

    assertThat(asked).hasSize(4);
  }

  @Test
  void renewsWhatItIsToldTo() {
    var agent = agent(32, 4, providers(3, HOST));
    run(agent, 1);
    asked.clear();

    agent.refreshNow(List.of(agent.providers().get(1)));
    runAll();

    assertThat(asked).containsExactly("p1");
  }

  @Test
  void asksOnceAtATimeHoweverOftenItIsToldTo() {
    var agent = agent(32, 4, providers(1, HOST));
    agent.tick();

    agent.refreshNow(agent.providers());
    agent.tick();
    agent.refreshNow(agent.providers());
    assertThat(started).hasSize(1);
    runAll();
    agent.tick();
    runAll();

    assertThat(asked).containsExactly("p0");
  }

  @Test
  void keepsOthersFromNowOn() {
    var agent = agent(32, 4, providers(3, HOST));
    run(agent, 1);
    asked.clear();
    var kept = new ArrayList<>(agent.providers().subList(0, 2));
    kept.add(provider("new", HOST));

    agent.keep(kept, new Agent.Limits(32, 4));
    runAll();
    assertThat(asked).containsExactly("new");
    run(agent, 90);

    assertThat(asked).containsExactlyInAnyOrder("new", "p0", "p1", "new");
  }

  @Test
  void followsAProviderToAnotherHost() {
    var agent = agent(32, 1, providers(2, HOST));
    endpoint.fails(() -> TokenException.hostBusy("HTTP 429", Optional.of(Duration.ofHours(1))));
    run(agent, 2);
    asked.clear();
    endpoint.recovers();

    var moved = agent.providers().get(1);
    moved.reconfigure(
        Definitions.of("p1", "https://other.example.com:443", counted("p1", endpoint)).build(),
        Set.of());
    agent.keep(agent.providers(), new Agent.Limits(32, 1));
    runAll();

    assertThat(asked).containsExactly("p1");
  }

  @Test
  void finishesWhatAProviderThatLeftHasUnderWay() {
    var target = new FakeTarget();
    var agent = agent(32, 1, List.of(provider("leaving", HOST, endpoint, target)));
    agent.tick();

    agent.keep(List.of(provider("other", HOST)), new Agent.Limits(32, 1));
    run(agent, 5);

    assertThat(asked).containsExactly("leaving", "other");
    assertThat(target.content()).isEmpty();
  }

  @Test
  void anExpiredTokenGoesWhileARequestHangs() {
    var requests = new ArrayDeque<Runnable>();
    var target = new FakeTarget();
    var definition = Definitions.of("a", HOST, endpoint).targets(target).removingExpired().build();
    var agent =
        new Agent(
            List.of(provider(definition)),
            new Agent.Limits(32, 4),
            new Agent.Executors(
                requests::add, started::add, started::add, started::add, this::later),
            clock.clocks(),
            events::add);
    agent.tick();
    requests.remove().run();
    runAll();
    assertThat(target.content()).isNotEmpty();

    run(agent, 101);

    assertThat(requests).hasSize(1);
    assertThat(target.content()).isEmpty();
    requests.remove().run();
    runAll();
    assertThat(target.content()).isEqualTo("token-2");
  }

  @Test
  void publishesOnceAtATime() {
    var publications = new ArrayDeque<Runnable>();
    var target = new FakeTarget();
    target.full(true);
    var agent =
        new Agent(
            List.of(provider("a", HOST, endpoint, target)),
            new Agent.Limits(32, 4),
            new Agent.Executors(
                started::add, publications::add, started::add, publications::add, this::later),
            clock.clocks(),
            events::add);
    agent.tick();
    runAll();
    publications.remove().run(); // and fails: tried again after a second
    agent.refreshNow(agent.providers());
    runAll();
    assertThat(publications).hasSize(1);

    for (var second = 0; second < 10; second++) {
      clock.advanceSeconds(1);
      agent.tick();
    }

    assertThat(publications).hasSize(1);
  }

  @Test
  void leavesATargetThatHasPassedToAnotherProvider() {
    var shared = new FakeTarget("shared");
    var leaving =
        provider(Definitions.of("a", HOST, endpoint).targets(shared).deletingRemoved().build());
    var agent = agent(32, 1, List.of(leaving));
    run(agent, 1);
    var heir = provider(Definitions.of("b", HOST, endpoint).targets(shared).build());

    agent.keep(List.of(heir), new Agent.Limits(32, 1));
    run(agent, 3);

    assertThat(shared.removals()).isZero();
    assertThat(shared.content()).isEqualTo("token-2");
  }

  @Test
  void putsBackWhatSomebodyTookAwayAndTellsNoHook() {
    var target = new FakeTarget();
    var hook = new FakeHook();
    var definition =
        Definitions.of("a", HOST, counted("a", endpoint)).targets(target).hooks(hook).build();
    var agent = agent(32, 4, List.of(provider(definition)));
    agent.watch();
    run(agent, 1);
    var token = target.content();

    target.takeAway();
    runAll();

    assertThat(target.content()).isEqualTo(token).isNotEmpty();
    assertThat(asked).hasSize(1);
    assertThat(hook.heard()).hasSize(1);
    assertThat(events).contains(new RefreshEvent.Repaired("a", "fake", "somebody had deleted it"));
  }

  @Test
  void putsBackNothingBeforeThereIsAToken() {
    var target = new FakeTarget();
    endpoint.fails(() -> TokenException.rejected("invalid_client"));
    var definition = Definitions.of("a", HOST, counted("a", endpoint)).targets(target).build();
    var agent = agent(32, 4, List.of(provider(definition)));
    agent.watch();
    run(agent, 1);

    target.takeAway();
    runAll();

    assertThat(target.content()).isEmpty();
    assertThat(asked).hasSize(1);
  }

  @Test
  void aTargetThatFailedIsTriedAtOnceWhenItCanBePublishedToAgain() {
    var target = new FakeTarget();
    var definition = Definitions.of("a", HOST, counted("a", endpoint)).targets(target).build();
    var agent = agent(32, 4, List.of(provider(definition)));
    agent.watch();
    target.full(true);
    run(agent, 20);

    target.full(false);
    target.takeAway();
    runAll();

    assertThat(target.content()).isNotEmpty();
  }

  @Test
  void watchesTheTargetsOfThoseThatItKeepsAndOfNoOthers() {
    var gone = new FakeTarget("gone");
    var kept = new FakeTarget("kept");
    var added = new FakeTarget("added");
    var providers =
        List.of(
            provider(Definitions.of("a", HOST, endpoint).targets(gone).build()),
            provider(Definitions.of("b", HOST, endpoint).targets(kept).build()));
    var agent = agent(32, 4, providers);
    assertThat(kept.isWatched()).isFalse();
    agent.watch();
    assertThat(kept.isWatched()).isTrue();

    agent.keep(
        List.of(
            providers.get(1), provider(Definitions.of("c", HOST, endpoint).targets(added).build())),
        new Agent.Limits(32, 4));

    assertThat(gone.isWatched()).isFalse();
    assertThat(kept.isWatched()).isTrue();
    assertThat(added.isWatched()).isTrue();
    added.blind("may not watch");
    assertThat(events).contains(new RefreshEvent.Unwatched("c", "added", "may not watch"));
  }

  @Test
  void tellsHooksAndTriesThemAgain() {
    var hook = new FakeHook();
    hook.broken(true);
    var agent =
        agent(
            32,
            1,
            List.of(
                provider(
                    Definitions.of("a", HOST, endpoint)
                        .targets(new FakeTarget())
                        .hooks(hook)
                        .build())));
    run(agent, 2);
    assertThat(hook.heard()).isEmpty();

    hook.broken(false);
    run(agent, 4);

    assertThat(hook.heard()).hasSize(1);
  }

  @Test
  void aHookThatHangsHoldsUpNothing() {
    var hanging = new ArrayDeque<Runnable>();
    var hook = new FakeHook();
    var target = new FakeTarget();
    var definition =
        Definitions.of("a", HOST, counted("a", endpoint)).targets(target).hooks(hook).build();
    var agent =
        new Agent(
            List.of(provider(definition), provider("b", HOST)),
            new Agent.Limits(32, 4),
            new Agent.Executors(
                started::add, started::add, hanging::add, started::add, this::later),
            clock.clocks(),
            events::add);

    run(agent, 200);

    assertThat(asked).filteredOn("a"::equals).hasSize(3);
    assertThat(asked).filteredOn("b"::equals).hasSize(3);
    assertThat(hanging).hasSize(1);
    assertThat(target.content()).isNotEmpty();
  }

  @Test
  void aHookIsTriedAgainWhateverWentWrongBesides() {
    var hooks = new ArrayDeque<Runnable>();
    var hook = new FakeHook();
    hook.broken(true);
    RefreshListener broken =
        event -> {
          if (event instanceof RefreshEvent.HookFailed) {
            throw new IllegalStateException("told to fail");
          }
        };
    var definition =
        Definitions.of("a", HOST, endpoint).targets(new FakeTarget()).hooks(hook).build();
    var agent =
        new Agent(
            List.of(new Provider(definition, new MemoryJournal(), clock, new Random(7), broken)),
            new Agent.Limits(32, 4),
            new Agent.Executors(started::add, started::add, hooks::add, started::add, this::later),
            clock.clocks(),
            broken);
    run(agent, 1);
    assertThatIllegalStateException().isThrownBy(() -> hooks.remove().run());

    run(agent, 3);

    assertThat(hooks).hasSize(1);
  }

  @Test
  void startsNothingAfterItWasStopped() {
    var agent = agent(32, 4, providers(10, HOST));

    agent.stop();
    agent.tick();

    assertThat(started).isEmpty();
  }

  @Test
  void setsNoAlarmAfterItWasStopped() {
    var agent = agent(32, 4, providers(1, HOST));
    run(agent, 1);
    clock.advance(Duration.ofMillis(73_500)); // due in half a second
    agent.stop();

    agent.tick();

    assertThat(alarms).isEmpty();
  }

  private List<RefreshEvent> hostEvents() {
    return events.stream().filter(e -> e.getClass().getSimpleName().startsWith("Host")).toList();
  }

  private Agent agent(int inAll, int perHost, List<Provider> providers) {
    return new Agent(
        providers,
        new Agent.Limits(inAll, perHost),
        new Agent.Executors(started::add, started::add, started::add, started::add, this::later),
        clock.clocks(),
        events::add);
  }

  private void later(Duration delay, Runnable step) {
    if (!delay.isZero()) {
      alarms.add(delay);
    }
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
    return provider(Definitions.of(name, host, counted(name, source)).targets(target).build());
  }

  private Provider resumed(String name, Journal journal) {
    var definition = Definitions.of(name, HOST, counted(name, endpoint)).build();
    var provider = new Provider(definition, journal, clock, new Random(7), events::add);
    provider.resume();
    return provider;
  }

  private Provider provider(ProviderDefinition definition) {
    return new Provider(definition, new MemoryJournal(), clock, new Random(7), events::add);
  }

  private TokenSource counted(String name, FakeEndpoint source) {
    return holdings -> {
      asked.add(name);
      return source.fetch(holdings);
    };
  }
}
