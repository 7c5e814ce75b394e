package dev.bearerd.refresh;

import static dev.bearerd.refresh.Fetching.fetch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.journal.Entry;
import dev.bearerd.journal.Journal;
import dev.bearerd.journal.JournalException;
import dev.bearerd.journal.MemoryJournal;
import dev.bearerd.refresh.ProviderState.Freshness;
import dev.bearerd.refresh.RefreshEvent.JournalFailed;
import dev.bearerd.refresh.RefreshEvent.JournalUnreadable;
import dev.bearerd.refresh.RefreshEvent.PublishFailed;
import dev.bearerd.refresh.RefreshEvent.Published;
import dev.bearerd.refresh.RefreshEvent.RefreshFailed;
import dev.bearerd.refresh.RefreshEvent.Refreshed;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The life of one provider as a timeline on a manual clock. */
class ProviderTest {
  private final ManualClock clock = new ManualClock();
  private final FakeEndpoint endpoint = new FakeEndpoint(clock, Duration.ofHours(1));
  private final FakeTarget target = new FakeTarget();
  private final List<RefreshEvent> events = new ArrayList<>();
  private final MemoryJournal journal = new MemoryJournal();
  private final Provider provider = provider(journal);

  @Test
  void publishesTheFirstTokenAndWaitsForThreeQuartersOfItsLife() {
    step();

    assertThat(target.content()).isEqualTo("token-1");
    assertThat(provider.due().orElseThrow()).isEqualTo(clock.instant().plusSeconds(2700));
    assertThat(freshness()).isEqualTo(Freshness.FRESH);
    assertThat(events).hasExactlyElementsOfTypes(Refreshed.class, Published.class);
  }

  @Test
  void replacesTheTokenWhenItIsDue() {
    step();

    clock.advanceSeconds(2700);
    step();

    assertThat(target.content()).isEqualTo("token-2");
    assertThat(endpoint.requests()).isEqualTo(2);
  }

  @Test
  void keepsTheOldTokenWhenTheEndpointFails() {
    step();
    clock.advanceSeconds(2700);
    endpoint.fails(() -> TokenException.hostDown("connection refused"));

    step();

    assertThat(target.content()).isEqualTo("token-1");
    assertThat(freshness()).isEqualTo(Freshness.STALE);
    assertThat(provider.state().lastFailure().map(Failure::message)).contains("connection refused");
    assertThat(provider.due().orElseThrow())
        .isBetween(clock.instant(), clock.instant().plusSeconds(1));
  }

  @Test
  void recoversAfterFailures() {
    endpoint.fails(() -> TokenException.hostDown("connection refused"));
    step();
    clock.advanceSeconds(5);
    step();
    endpoint.recovers();
    clock.advanceSeconds(5);

    step();

    assertThat(target.content()).isEqualTo("token-1");
    assertThat(provider.state().failures()).isZero();
    assertThat(provider.state().lastFailure()).isEmpty();
  }

  @Test
  void saysThatTheTokenHasExpired() {
    step();
    endpoint.fails(() -> TokenException.hostDown("connection refused"));

    clock.advanceSeconds(3600);
    step();

    assertThat(freshness()).isEqualTo(Freshness.EXPIRED);
    assertThat(lastEvent(RefreshFailed.class).runway()).isEmpty();
  }

  @Test
  void countsRepeatsOfOneKindAnew() {
    endpoint.fails(() -> TokenException.hostDown("connection refused"));
    step();
    step();
    endpoint.fails(() -> TokenException.rejected("invalid_client"));

    step();

    assertThat(provider.state().lastFailure().map(Failure::repeats)).contains(1);
    assertThat(provider.state().failures()).isEqualTo(3);
    assertThat(provider.due().orElseThrow()).isEqualTo(clock.instant().plusSeconds(60));
  }

  @Test
  void waitsAtLeastAsLongAsTheServerAsks() {
    endpoint.fails(() -> TokenException.hostBusy("HTTP 429", Optional.of(Duration.ofMinutes(2))));

    step();

    assertThat(provider.due().orElseThrow()).isEqualTo(clock.instant().plusSeconds(120));
  }

  @Test
  void asksAgainAtHalfOfTheRestWhenTheServerRepeatsItsToken() {
    endpoint.repeats();
    step();
    var before = target.content();
    clock.advanceSeconds(2700);

    step();

    assertThat(lastEvent(Refreshed.class).unchanged()).isTrue();
    assertThat(provider.due().orElseThrow()).isEqualTo(clock.instant().plusSeconds(450));
    assertThat(target.content()).isEqualTo(before);
  }

  @Test
  void triesAFailedTargetAgainAloneAndWithTheTokenInHand() {
    target.full(true);
    step();
    assertThat(provider.due().orElseThrow()).isEqualTo(clock.instant().plusSeconds(1));

    clock.advanceSeconds(1);
    provider.publish();
    assertThat(provider.due().orElseThrow()).isEqualTo(clock.instant().plusSeconds(2));
    target.full(false);
    clock.advanceSeconds(2);
    provider.publish();

    assertThat(target.content()).isEqualTo("token-1");
    assertThat(endpoint.requests()).isEqualTo(1);
    assertThat(lastEvent(Published.class).failures()).isEqualTo(2);
    assertThat(lastEvent(PublishFailed.class).attempts().lastError()).contains("no space left");
  }

  @Test
  void waitsNoLongerThanEightSecondsForATarget() {
    target.full(true);
    step();
    for (var i = 0; i < 10; i++) {
      clock.advanceSeconds(8);
      provider.publish();
    }

    assertThat(provider.due().orElseThrow()).isEqualTo(clock.instant().plusSeconds(8));
  }

  @Test
  void asksForNoTokenWhileTheOneOfAnEarlierRunIsFresh() {
    step();
    clock.advanceSeconds(1000);

    var restarted = provider(journal);
    restarted.resume();
    restarted.publish();

    assertThat(restarted.isFetchDue(clock.instant())).isFalse();
    assertThat(restarted.state().isPublished()).isTrue();
    assertThat(endpoint.requests()).isEqualTo(1);
  }

  @Test
  void fetchesAtOnceWhenTheTokenOfAnEarlierRunIsDue() {
    step();
    clock.advanceSeconds(2701);

    var restarted = provider(journal);
    restarted.resume();

    assertThat(restarted.isFetchDue(clock.instant())).isTrue();
  }

  @Test
  void publishesEvenIfTheJournalCannotBeWritten() {
    var provider = provider(new BrokenJournal());

    provider.resume();
    fetch(provider);
    provider.publish();

    assertThat(target.content()).isEqualTo("token-1");
    assertThat(events)
        .hasExactlyElementsOfTypes(
            JournalUnreadable.class,
            JournalUnreadable.class,
            JournalFailed.class,
            Refreshed.class,
            Published.class);
  }

  @Test
  void tellsAFailureWithoutTheTokenThatAnEarlierRequestBrought() {
    step();
    endpoint.fails(
        () -> {
          throw TokenException.rejected("token-1 is still valid");
        });

    fetch(provider);

    assertThat(provider.state().lastFailure().map(Failure::message)).contains("*** is still valid");
  }

  @Test
  void survivesWhatNobodyForesaw() {
    endpoint.fails(
        () -> {
          throw new IllegalStateException("a marked secret");
        });

    step();

    assertThat(provider.state().lastFailure().map(Failure::message))
        .contains("unforeseen: java.lang.IllegalStateException");
    assertThat(provider.state().lastFailure().map(Failure::kind)).contains(Kind.TRANSIENT);
  }

  @Test
  void survivesACheckedExceptionThatNobodyDeclared() {
    endpoint.fails(
        () -> {
          ProviderTest.<RuntimeException>undeclared(new ClassNotFoundException());
          return TokenException.local("is not reached");
        });

    step();

    assertThat(provider.state().lastFailure().map(Failure::message))
        .contains("unforeseen: java.lang.ClassNotFoundException");
    assertThat(provider.due().orElseThrow()).isAfter(clock.instant());
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> void undeclared(Exception e) throws E {
    throw (E) e;
  }

  @Test
  void survivesRunningOutOfMemory() {
    endpoint.fails(
        () -> {
          throw new OutOfMemoryError();
        });

    step();

    assertThat(provider.state().lastFailure().map(Failure::message))
        .contains("unforeseen: java.lang.OutOfMemoryError");
    assertThat(provider.due().orElseThrow()).isAfter(clock.instant());
  }

  @Test
  void theRunwayIsThatOfTheTokenThatReadersHold() {
    step();
    clock.advanceSeconds(2700);
    target.full(true);

    step();

    assertThat(provider.state().token().map(t -> t.value().reveal())).contains("token-2");
    assertThat(provider.state().runwayAt(clock.instant())).contains(Duration.ofMinutes(15));
  }

  @Test
  void thereIsNoRunwayBeforeAnythingIsPublished() {
    target.full(true);

    step();

    assertThat(provider.state().runwayAt(clock.instant())).isEmpty();
  }

  @Test
  void neverPublishesATokenThatHasExpired() {
    target.full(true);
    step();
    target.full(false);

    clock.advanceSeconds(3600);
    provider.publish();

    assertThat(target.content()).isEmpty();
  }

  @Test
  void looksAgainAtATargetThatWasDisturbedWhileItWasPublished() {
    target.during(() -> provider.disturbed(target));
    step();
    target.during(() -> {});

    assertThat(provider.nextPublication())
        .hasValueSatisfying(at -> assertThat(at).isBefore(clock.instant()));
    provider.publish();

    assertThat(provider.isDone()).isTrue();
  }

  private void step() {
    fetch(provider);
    provider.publish();
  }

  private Freshness freshness() {
    return provider.state().freshnessAt(clock.instant());
  }

  private <T extends RefreshEvent> T lastEvent(Class<T> type) {
    var found = events.stream().filter(type::isInstance).map(type::cast).toList();
    return found.get(found.size() - 1);
  }

  private Provider provider(Journal usedJournal) {
    var definition =
        Definitions.of("orders", "https://idp.example.com:443", endpoint).targets(target).build();
    return new Provider(definition, usedJournal, clock, new Random(7), events::add);
  }

  /** A journal on a broken disk. */
  private static final class BrokenJournal implements Journal {
    @Override
    public Optional<Entry> load(String provider) {
      throw new JournalException("input/output error");
    }

    @Override
    public void store(String provider, Entry entry) {
      throw new JournalException("input/output error");
    }

    @Override
    public void remove(String provider) {
      throw new JournalException("input/output error");
    }

    @Override
    public Optional<Hold> hold(String provider) {
      throw new JournalException("input/output error");
    }

    @Override
    public void probe() {}
  }
}
