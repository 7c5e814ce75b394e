package dev.bearerd.refresh;

import static dev.bearerd.refresh.Fetching.fetch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.journal.Entry;
import dev.bearerd.journal.JournalException;
import dev.bearerd.refresh.RefreshEvent.RefreshTokenLost;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Secret;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A provider that is given to another process while its answer is on the way. */
final class HandOverTest {
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);
  private static final String HOST = "https://idp.example.com:443";

  private final ManualClock clock = new ManualClock();
  private final FakeEndpoint endpoint = new FakeEndpoint(clock, Duration.ofSeconds(100));
  private final Queue<Runnable> started = new ArrayDeque<>();
  private final List<RefreshEvent> events = new ArrayList<>();
  private final FailingJournal journal = new FailingJournal();
  private final Provider provider =
      new Provider(
          Definitions.of("orders", HOST, endpoint).build(),
          journal,
          clock,
          new Random(7),
          events::add);
  private final Agent agent =
      new Agent(
          List.of(provider),
          new Agent.Limits(4, 4),
          new Agent.Executors(
              started::add, started::add, started::add, started::add, (delay, step) -> {}),
          clock.clocks(),
          events::add);

  private Runnable meanwhile = () -> {};

  @Test
  void isNotOverWhileTheJournalLacksTheAnswer() {
    releaseWhileAsking(new JournalException("no answer").passing());

    pass(600);

    assertThat(agent.isIdle(provider)).isFalse();
    assertThat(provider.owesJournalForAWhile()).isTrue();
    assertThat(events).noneMatch(RefreshTokenLost.class::isInstance);
  }

  @Test
  void isOverWhenTheJournalHasTheAnswer() {
    releaseWhileAsking(new JournalException("no answer").passing());
    pass(20);

    journal.failure = Optional.empty();
    pass(8);

    assertThat(agent.isIdle(provider)).isTrue();
    assertThat(provider.owesJournalForAWhile()).isFalse();
    assertThat(journal.load("orders").map(Entry::holdings)).hasValue(holding("r2"));
  }

  @Test
  void isOverAtOnceWhereAnotherProcessHasTheJournal() {
    releaseWhileAsking(JournalException.overtaken("another replica has taken over"));

    assertThat(agent.isIdle(provider)).isTrue();
    assertThat(events).contains(lost("another replica has taken over"));
  }

  @Test
  void losesNothingWhereTheOtherProcessHasALaterToken() {
    var token = FakeEndpoint.token("later", clock, Duration.ofSeconds(100)).shifted(ONE_SECOND);
    var later = Entry.blank("identity").answered(token, holding("r3"), true);
    meanwhile = () -> journal.entries.store("orders", later);

    releaseWhileAsking(JournalException.overtaken("another replica has taken over"));

    assertThat(agent.isIdle(provider)).isTrue();
    assertThat(events).noneMatch(RefreshTokenLost.class::isInstance);
    assertThat(journal.load("orders")).hasValue(later);
  }

  @Test
  void isOverAfterAFewTriesWhereTheJournalMayNeverBeWritten() {
    releaseWhileAsking(JournalException.forbidding("may not patch secrets apps/journal"));

    pass(10);
    assertThat(agent.isIdle(provider)).isFalse();
    pass(15);

    assertThat(agent.isIdle(provider)).isTrue();
    assertThat(events)
        .filteredOn(RefreshTokenLost.class::isInstance)
        .containsExactly(lost("may not patch secrets apps/journal"));
  }

  @Test
  void tellsOfNoRefreshTokenWhereThereIsNone() {
    endpoint.brings(Holdings.NOTHING);
    journal.failure = Optional.of(JournalException.overtaken("another replica has taken over"));
    agent.tick();
    agent.release(List.of(provider));
    runAll();

    assertThat(agent.isIdle(provider)).isTrue();
    assertThat(events).noneMatch(RefreshTokenLost.class::isInstance);
  }

  @Test
  void publishesToNoOtherTargetOverWhatItsSuccessorHasPublished() {
    var first = new FakeTarget("first");
    var second = new FakeTarget("second");
    var publishing = provider(Definitions.of("orders", HOST, endpoint).targets(first, second));
    first.during(publishing::release);

    fetch(publishing);
    publishing.publish();

    assertThat(first.content()).isEqualTo("token-1");
    assertThat(second.content()).isEmpty();
  }

  @Test
  void removesNothingThatItsSuccessorHasPublished() {
    var first = new FakeTarget("first");
    var second = new FakeTarget("second");
    var ending =
        provider(Definitions.of("orders", HOST, endpoint).targets(first, second).removingExpired());
    fetch(ending);
    ending.publish();
    clock.advanceSeconds(101);
    first.during(ending::release);

    ending.publish();

    assertThat(first.removals()).isEqualTo(1);
    assertThat(second.content()).isEqualTo("token-1");
  }

  private Provider provider(Definitions definition) {
    return new Provider(definition.build(), journal, clock, new Random(7), events::add);
  }

  /** Its request is sent before, and answered after. */
  private void releaseWhileAsking(JournalException failure) {
    endpoint.brings(holding("r2"));
    agent.tick();
    var fetch = started.remove();
    journal.failure = Optional.of(failure);
    journal.onNextStore =
        () -> {
          agent.release(List.of(provider));
          meanwhile.run();
        };
    fetch.run();
    runAll();
  }

  private void pass(int seconds) {
    for (var i = 0; i < seconds; i++) {
      clock.advanceSeconds(1);
      agent.tick();
      runAll();
    }
  }

  private void runAll() {
    while (!started.isEmpty()) {
      started.remove().run();
    }
  }

  private static RefreshTokenLost lost(String reason) {
    return new RefreshTokenLost("orders", reason);
  }

  private static Holdings holding(String refreshToken) {
    return Holdings.NOTHING.withRefreshTokens(List.of(new Secret(refreshToken)));
  }

  /** One that cannot be written while a test says so. */
  private static final class FailingJournal extends ForwardingJournal {
    private Optional<JournalException> failure = Optional.empty();
    private Runnable onNextStore = () -> {};

    @Override
    public void store(String provider, Entry entry) {
      var action = onNextStore;
      onNextStore = () -> {};
      action.run();
      probe();
      super.store(provider, entry);
    }

    @Override
    public void probe() {
      failure.ifPresent(
          e -> {
            throw e.again();
          });
    }
  }
}
