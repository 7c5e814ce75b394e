package dev.bearerd.refresh;

import static dev.bearerd.refresh.Fetching.fetch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.journal.Entry;
import dev.bearerd.journal.JournalException;
import dev.bearerd.refresh.ProviderState.Freshness;
import dev.bearerd.refresh.RefreshEvent.JournalFailed;
import dev.bearerd.refresh.RefreshEvent.JournalRecovered;
import dev.bearerd.refresh.RefreshEvent.Resumed;
import dev.bearerd.token.Answer;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider remembers: refresh tokens above all, which may be good for one use. */
class RotationTest {
  private final ManualClock clock = new ManualClock();
  private final FakeEndpoint endpoint = new FakeEndpoint(clock, Duration.ofHours(1));
  private final FragileJournal journal = new FragileJournal();
  private final List<RefreshEvent> events = new ArrayList<>();
  private final Provider provider = provider("identity");

  @Test
  void asksWithWhatTheLastAnswerLeft() {
    endpoint.brings(holding("r2", "r1"));
    fetch(provider);

    fetch(provider);

    assertThat(endpoint.asked()).containsExactly(Holdings.NOTHING, holding("r2", "r1"));
  }

  @Test
  void noWordOfAnAnswerGetsOutBeforeItIsInTheJournal() {
    var target = new FakeTarget();
    var published = provider("identity", target);
    endpoint.brings(holding("r2"));

    fetch(published);

    assertThat(journal.load("orders").orElseThrow().holdings()).isEqualTo(holding("r2"));
    assertThat(target.content()).isEmpty();
  }

  @Test
  void notesThatARefreshTokenIsBeingUsed() {
    endpoint.brings(holding("r2"));
    fetch(provider);
    var noted = new ArrayList<Entry>();
    endpoint.fails(
        () -> {
          noted.add(journal.load("orders").orElseThrow());
          return TokenException.noAnswer("no answer within 10s");
        });

    fetch(provider);
    endpoint.recovers();
    fetch(provider);

    assertThat(noted).singleElement().extracting(Entry::asking).isEqualTo(now());
    assertThat(journal.load("orders").orElseThrow().asking()).isEmpty();
  }

  @Test
  void usesNoRefreshTokenWhereTheJournalForbidsIt() {
    endpoint.brings(holding("r2"));
    fetch(provider);
    journal.forbidding = true;

    var outcome = fetch(provider);

    assertThat(outcome).isEqualTo(Outcome.NOT_ASKED);
    assertThat(endpoint.asked()).hasSize(1);
    assertThat(provider.state().lastFailure().orElseThrow().message())
        .isEqualTo("its refresh token is left alone: another replica has taken over");
    assertThat(journal.load("orders").orElseThrow().asking()).isEmpty();
  }

  @Test
  void asksAgainOnceTheJournalAllowsIt() {
    endpoint.brings(holding("r2"));
    fetch(provider);
    journal.forbidding = true;
    fetch(provider);

    journal.forbidding = false;
    fetch(provider);

    assertThat(endpoint.asked()).containsExactly(Holdings.NOTHING, holding("r2"));
  }

  @Test
  void usesNoRefreshTokenThatAnotherProcessHasJustUsed() {
    endpoint.brings(holding("r2"));
    fetch(provider);
    var later = journal.load("orders").orElseThrow();
    clock.advanceSeconds(10);
    journal.beforeNextStore =
        () -> {
          throw JournalException.forbidding("another process has written orders.json");
        };

    fetch(provider);

    assertThat(endpoint.asked()).hasSize(1);
    assertThat(journal.load("orders")).hasValue(later);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, -4, 0, 4, 3600})
  void waitsForARequestOfAnotherProcessWhateverThatOnesClockSays(long ahead) {
    endpoint.brings(holding("r2"));
    fetch(provider);
    var since = clock.instant().plusSeconds(ahead);
    journal.store("orders", journal.load("orders").orElseThrow().asking(since));

    var successor = provider("identity");
    successor.resume(Duration.ofSeconds(10));

    assertThat(successor.state().nextFetch()).isEqualTo(clock.instant().plusSeconds(10));
  }

  @Test
  void usesNoRefreshTokenWhoseRequestOfAnotherProcessIsUnderWay() {
    endpoint.brings(holding("r2"));
    fetch(provider);
    var other = provider("identity");
    other.resume(Duration.ofSeconds(10));
    endpoint.fails(
        () -> {
          endpoint.recovers();
          fetch(other);
          return TokenException.noAnswer("no answer within 10s");
        });

    fetch(provider);

    assertThat(endpoint.asked()).containsExactly(Holdings.NOTHING, holding("r2"));
    assertThat(other.state().lastFailure().map(Failure::message))
        .contains("another process may be using the refresh token at this moment");
    assertThat(other.state().nextFetch()).isEqualTo(clock.instant().plusSeconds(10));
  }

  @Test
  void usesItOnceTheAnswerOfTheOtherProcessMustHaveCome() {
    var other = besideOneThatAsks(Duration.ofSeconds(10));
    fetch(other);
    clock.advanceSeconds(9);
    fetch(other);
    assertThat(endpoint.requests()).isEqualTo(1);

    clock.advanceSeconds(1);
    fetch(other);

    assertThat(endpoint.asked()).containsExactly(Holdings.NOTHING, holding("r2"));
  }

  @Test
  void waitsForTheOtherProcessAsLongWhenTheClockIsSet() {
    var other = besideOneThatAsks(Duration.ofSeconds(10));
    fetch(other);

    clock.step(Duration.ofHours(-2));
    other.shift(Duration.ofHours(-2));
    clock.advanceSeconds(9);
    fetch(other);
    assertThat(endpoint.requests()).isEqualTo(1);
    clock.advanceSeconds(1);
    fetch(other);

    assertThat(endpoint.requests()).isEqualTo(2);
  }

  @Test
  void itsOwnRequestThatFailedKeepsItFromNothing() {
    endpoint.brings(holding("r2"));
    provider.resume(Duration.ofSeconds(10));
    fetch(provider);
    endpoint.fails(() -> TokenException.noAnswer("no answer within 10s"));
    fetch(provider);

    fetch(provider);

    assertThat(endpoint.requests()).isEqualTo(3);
    assertThat(provider.state().nextFetch()).isBefore(clock.instant().plusSeconds(10));
  }

  @Test
  void aCommandTellsWhyItWaitsForAnotherProcess() {
    besideOneThatAsks(Duration.ZERO);
    var command = provider("identity");

    command.resumeForOneRun(Duration.ofSeconds(10));

    assertThat(command.state().freshnessAt(clock.instant())).isEqualTo(Freshness.STALE);
    fetch(command);
    assertThat(endpoint.requests()).isEqualTo(1);
    assertThat(events).last().isInstanceOf(RefreshEvent.RefreshFailed.class);
  }

  @Test
  void anotherIdentityReachesTheJournalWithTheNextStep() {
    fetch(provider);
    var before = journal.load("orders");

    provider.reconfigure(definition("another").build(), Set.of());

    assertThat(journal.load("orders")).isEqualTo(before);
    assertThat(provider.nextPublication().orElseThrow()).isBeforeOrEqualTo(clock.instant());
    provider.publish();
    assertThat(journal.load("orders")).hasValue(Entry.blank("another"));
  }

  @Test
  void asksAtOnceWhereARequestWasCutOff() {
    endpoint.brings(holding("r2", "r1"));
    fetch(provider);
    journal.store("orders", journal.load("orders").orElseThrow().asking(clock.instant()));

    var restarted = provider("identity");
    restarted.resume();

    assertThat(restarted.isFetchDue(clock.instant())).isTrue();
    fetch(restarted);
    assertThat(endpoint.asked()).endsWith(holding("r2", "r1"));
  }

  @Test
  void keepsARefreshTokenWhoseAccessTokenIsOfNoUse() {
    endpoint.fails(() -> TokenException.malformed("of type DPoP").holding(holding("r7")));
    fetch(provider);
    endpoint.recovers();

    var restarted = provider("identity");
    restarted.resume();
    fetch(restarted);

    assertThat(endpoint.asked()).endsWith(holding("r7"));
  }

  @Test
  void keepsARefreshTokenWhoseAccessTokenExpiredOnItsWay() {
    var slow =
        new Provider(
            Definitions.of(
                    "orders",
                    "https://idp.example.com:443",
                    holdings -> {
                      var token = FakeEndpoint.token("late", clock, Duration.ofSeconds(5));
                      clock.advanceSeconds(6);
                      return Answer.of(token).withHoldings(holding("r9"));
                    })
                .build(),
            journal,
            clock,
            new Random(7),
            events::add);

    fetch(slow);

    assertThat(slow.state().lastFailure().map(Failure::message))
        .contains("the access token expired before it arrived");
    assertThat(journal.load("orders").orElseThrow().holdings()).isEqualTo(holding("r9"));
  }

  @Test
  void writesTheJournalAsSoonAsItCanBeWritten() {
    endpoint.brings(holding("r2"));
    journal.broken = true;
    fetch(provider);
    assertThat(provider.journalComplaint()).contains("input/output error");
    assertThat(provider.due()).contains(clock.instant().plusSeconds(1));

    clock.advanceSeconds(1);
    provider.publish();
    journal.broken = false;
    clock.advanceSeconds(2);
    provider.publish();

    assertThat(provider.journalComplaint()).isEmpty();
    assertThat(journal.load("orders").orElseThrow().holdings()).isEqualTo(holding("r2"));
    assertThat(events).filteredOn(JournalFailed.class::isInstance).hasSize(2);
    assertThat(events).last().isEqualTo(new JournalRecovered("orders", 2));
  }

  @Test
  void saysThatARefreshTokenWouldBeLost() {
    endpoint.brings(holding("r2"));
    journal.broken = true;

    fetch(provider);

    assertThat(events)
        .filteredOn(JournalFailed.class::isInstance)
        .singleElement()
        .extracting(event -> ((JournalFailed) event).holdsRefreshToken())
        .isEqualTo(true);
  }

  @Test
  void takesUpTheTokenThatAnotherProcessHasGot() {
    fetch(provider);
    var other = provider("identity");
    other.resume();
    clock.advanceSeconds(2700);
    fetch(other);

    fetch(provider);

    assertThat(endpoint.requests()).isEqualTo(2);
    assertThat(provider.state().token()).isEqualTo(other.state().token());
    assertThat(provider.isFetchDue(clock.instant())).isFalse();
    assertThat(events).last().isInstanceOf(Resumed.class);
  }

  @Test
  void neverReplacesWhatAnotherProcessObtainedLater() {
    var hook = new FakeHook();
    hook.broken(true);
    var slow = provider(definition("identity").targets(new FakeTarget()).hooks(hook));
    endpoint.brings(holding("r2"));
    fetch(slow);
    slow.publish();
    slow.hooks().forEach(HookTask::run);
    clock.advanceSeconds(1);
    endpoint.brings(holding("r3"));
    var other = provider("identity");
    other.resume();
    other.refreshNow();
    fetch(other);

    hook.broken(false);
    slow.hooks().forEach(HookTask::run);
    slow.hookRan();

    assertThat(journal.load("orders").orElseThrow().holdings()).isEqualTo(holding("r3"));
    fetch(slow);
    assertThat(slow.state().token()).isEqualTo(other.state().token());
    assertThat(endpoint.requests()).isEqualTo(2);
  }

  @Test
  void writesTheSameTokenByTheClockThatWasSet() {
    fetch(provider);
    clock.step(Duration.ofHours(-2));
    provider.shift(Duration.ofHours(-2));

    provider.publish();

    assertThat(journal.load("orders").orElseThrow().token()).isEqualTo(provider.state().token());
  }

  @Test
  void asksAllTheSameWhereItIsTold() {
    fetch(provider);
    provider.refreshNow();

    fetch(provider);

    assertThat(endpoint.requests()).isEqualTo(2);
  }

  @Test
  void waitsWhileAnotherProcessAsks() {
    journal.held = true;

    fetch(provider);

    assertThat(endpoint.requests()).isZero();
    assertThat(provider.state().lastFailure().map(Failure::message))
        .contains("another process is renewing this provider's token");
    assertThat(provider.state().nextFetch()).isEqualTo(clock.instant().plusSeconds(1));
  }

  @Test
  void takesWhatTheProcessThatHoldsItHasGot() {
    fetch(provider);
    clock.advance(Duration.ofMinutes(50));
    var other = provider("identity");
    fetch(other);
    journal.held = true;

    fetch(provider);

    assertThat(endpoint.requests()).isEqualTo(2);
    assertThat(provider.state().token()).isEqualTo(other.state().token());
    assertThat(provider.state().lastFailure()).isEmpty();
  }

  @Test
  void leavesTheFirstRefreshTokenAloneWhileTheJournalMayHoldANewerOne() {
    journal.damaged = true;
    var restarted = provider(definition("identity").sharingGrant());
    restarted.resume();

    fetch(restarted);
    assertThat(endpoint.requests()).isZero();
    assertThat(restarted.state().lastFailure().map(Failure::message))
        .contains("the journal cannot be read, and may hold a newer refresh token");

    journal.damaged = false;
    fetch(restarted);
    assertThat(endpoint.requests()).isEqualTo(1);
  }

  @Test
  void whatWasObtainedUnderAnotherIdentityIsOfNoUse() {
    endpoint.brings(holding("r2"));
    fetch(provider);

    var reconfigured = provider("another");
    reconfigured.resume();
    fetch(reconfigured);

    assertThat(endpoint.asked()).containsExactly(Holdings.NOTHING, Holdings.NOTHING);
  }

  @Test
  void anEntryThatCannotBeUnderstoodCostsOneRequest() {
    fetch(provider);
    journal.damaged = true;

    var restarted = provider("identity");
    restarted.resume();

    assertThat(restarted.state().freshnessAt(clock.instant())).isEqualTo(Freshness.NONE);
    assertThat(events).last().isInstanceOf(RefreshEvent.JournalUnreadable.class);
  }

  /** One has been cut off that had just noted its request; this one sees that now. */
  private Provider besideOneThatAsks(Duration onItsWay) {
    endpoint.brings(holding("r2"));
    fetch(provider);
    journal.store("orders", journal.load("orders").orElseThrow().asking(clock.instant()));
    var other = provider("identity");
    other.resume(onItsWay);
    return other;
  }

  private Optional<java.time.Instant> now() {
    return Optional.of(clock.instant());
  }

  private Provider provider(String identity, FakeTarget... targets) {
    return provider(definition(identity).targets(targets));
  }

  private Definitions definition(String identity) {
    return Definitions.of("orders", "https://idp.example.com:443", endpoint).identity(identity);
  }

  private Provider provider(Definitions definition) {
    return new Provider(definition.build(), journal, clock, new Random(7), events::add);
  }

  private static Holdings holding(String... refreshTokens) {
    return Holdings.NOTHING.withRefreshTokens(Stream.of(refreshTokens).map(Secret::new).toList());
  }

  /** A journal on a disk that may break, held by another process or not. */
  private static final class FragileJournal extends ForwardingJournal {
    private boolean broken;
    private boolean damaged;
    private boolean held;
    private boolean forbidding;
    private Runnable beforeNextStore = () -> {};

    @Override
    public Optional<Entry> load(String provider) {
      if (damaged) {
        throw new JournalException("orders.json cannot be understood");
      }
      return super.load(provider);
    }

    @Override
    public void store(String provider, Entry entry) {
      probe();
      var action = beforeNextStore;
      beforeNextStore = () -> {};
      action.run();
      super.store(provider, entry);
    }

    @Override
    public void remove(String provider) {
      probe();
      super.remove(provider);
    }

    @Override
    public Optional<Hold> hold(String provider) {
      return held ? Optional.empty() : super.hold(provider);
    }

    @Override
    public void probe() {
      if (broken) {
        throw new JournalException("input/output error");
      }
      if (forbidding) {
        throw JournalException.forbidding("another replica has taken over");
      }
    }
  }
}
