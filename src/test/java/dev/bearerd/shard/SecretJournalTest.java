package dev.bearerd.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.bearerd.journal.Entry;
import dev.bearerd.journal.Journal;
import dev.bearerd.journal.JournalContract;
import dev.bearerd.journal.JournalException;
import dev.bearerd.journal.JournalException.Outlook;
import dev.bearerd.kit.Await;
import dev.bearerd.kubernetes.ClusterException.Kind;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretJournalTest extends JournalContract {
  private final FakeJournalSecret secret = new FakeJournalSecret();
  private boolean holds = true;
  private Instant now = NOW;

  @Override
  protected Journal journal() {
    return journal(Optional.empty());
  }

  @Test
  void asksWhatDoesNotAnswerOnceForManyProviders() {
    secret.fails(Kind.UNREACHABLE, "no answer");
    var journal = journal();

    for (var i = 0; i < 100; i++) {
      var name = "p" + i;
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(() -> journal.load(name))
          .withMessageContaining("no answer");
    }
    assertThat(secret.reads()).isEqualTo(1);

    now = now.plusSeconds(5);
    secret.recovers();
    assertThat(journal.load("p1")).isEmpty();
  }

  /** Each of them would hold up a token request meanwhile. */
  @Test
  void offersWhatDoesNotAnswerOneWriteForManyProviders() {
    var journal = journal();
    journal.store("orders", entry("first"));
    secret.losesAnswers();

    for (var i = 0; i < 100; i++) {
      var name = "p" + i;
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(() -> journal.store(name, ENTRY))
          .withMessageContaining("no answer");
    }
    assertThat(secret.writes()).isEqualTo(2);

    now = now.plusSeconds(5);
    secret.recovers();
    journal.store("p1", ENTRY);
    assertThat(journal.load("p1")).hasValue(ENTRY);
  }

  /** By its own clock, what failed would be a thing of the future for as long. */
  @ParameterizedTest
  @ValueSource(longs = {-7200, 7200})
  void asksAgainAfterAClockStep(long seconds) {
    secret.fails(Kind.UNREACHABLE, "no answer");
    var journal = journal();
    assertThatExceptionOfType(JournalException.class).isThrownBy(() -> journal.load("orders"));
    secret.recovers();

    now = now.plusSeconds(seconds);

    assertThat(journal.load("orders")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-7200, 7200})
  void readsAnewAfterAClockStep(long seconds) {
    var journal = journal();
    journal.load("orders");
    journal().store("orders", ENTRY);

    now = now.plusSeconds(seconds);
    journal.hold("orders").orElseThrow().close();

    assertThat(journal.load("orders")).hasValue(ENTRY);
  }

  @Test
  void seesWhatOthersHaveWrittenWhenItTakesHoldAMomentLater() {
    var journal = journal();
    journal.store("orders", ENTRY);
    var other = journal();
    other.store("billing", ENTRY);

    now = now.plusSeconds(2);
    journal.hold("billing");

    assertThat(journal.load("billing")).hasValue(ENTRY);
  }

  @Test
  void survivesARestart() {
    journal().store("orders", ENTRY);

    assertThat(journal().load("orders")).hasValue(ENTRY);
  }

  @Test
  void readsTheSecretOnceForAll() {
    journal().store("a", ENTRY);
    journal().store("b", ENTRY);
    var before = secret.reads();
    var journal = journal();

    journal.load("a");
    journal.load("b");
    journal.load("c");

    assertThat(secret.reads()).isEqualTo(before + 1);
  }

  @Test
  void sendsInOneRequestWhatCameWhileAnotherWasUnderWay() throws Exception {
    var journal = journal();
    var underWay = new CountDownLatch(1);
    var answered = new CountDownLatch(1);
    secret.beforeNextWrite(
        () -> {
          underWay.countDown();
          await(answered);
        });
    var waiting = new ConcurrentLinkedQueue<Thread>();
    var threads =
        Executors.newCachedThreadPool(
            task -> {
              var thread = new Thread(task, "store");
              waiting.add(thread);
              return thread;
            });
    var stores = new ArrayList<Future<?>>();
    stores.add(threads.submit(() -> journal.store("first", ENTRY)));
    await(underWay);
    for (var i = 0; i < 20; i++) {
      var name = "p" + i;
      stores.add(threads.submit(() -> journal.store(name, ENTRY)));
    }
    Await.until(
        "all have come",
        Duration.ofSeconds(30),
        () -> waiting.stream().filter(t -> t.getState() == Thread.State.BLOCKED).count() == 20,
        waiting::toString);
    answered.countDown();
    for (var store : stores) {
      store.get();
    }
    threads.shutdownNow();

    assertThat(secret.data()).hasSize(21);
    assertThat(secret.writes()).isLessThanOrEqualTo(3);
  }

  @Test
  void aDamagedEntryIsToldOnceAndMadeAnew() {
    secret.put("orders.json", "{");
    var journal = journal();

    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> journal.load("orders"))
        .withMessage("orders.json of Secret apps/bearerd cannot be understood; it is made anew");
    assertThat(journal.load("orders")).isEmpty();
    journal.store("orders", ENTRY);
    assertThat(journal.load("orders")).hasValue(ENTRY);
  }

  @Test
  void keepsWhatOthersWroteOfOtherProviders() {
    var one = journal();
    var other = journal();
    one.store("a", ENTRY);
    other.store("b", ENTRY);

    one.store("c", ENTRY);

    assertThat(secret.data()).containsOnlyKeys("a.json", "b.json", "c.json");
    assertThat(one.load("b")).hasValue(ENTRY);
  }

  @Test
  void doesNotOverwriteWhatAnotherProcessWroteMeanwhile() {
    var one = journal();
    var other = journal();
    one.store("orders", entry("first"));
    other.store("orders", entry("second"));

    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> one.store("orders", entry("third")))
        .matches(JournalException::forbids)
        .withMessageContaining("another process has written orders.json");
    assertThat(one.load("orders")).hasValue(entry("second"));
  }

  @Test
  void knowsItsOwnWriteWhoseAnswerWasLost() {
    var journal = journal();
    journal.store("orders", entry("first"));
    secret.losesAnswers();
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> journal.store("orders", entry("second")))
        .matches(e -> !e.forbids());
    secret.recovers();
    now = now.plusSeconds(5);

    journal.store("orders", entry("third"));

    assertThat(journal.load("orders")).hasValue(entry("third"));
  }

  @Test
  void putsBackASecretThatSomebodyDeleted() {
    var journal = journal();
    journal.store("a", ENTRY);
    secret.delete();

    journal.store("b", ENTRY);

    assertThat(secret.data()).containsOnlyKeys("a.json", "b.json");
  }

  @Test
  void seesWhatAnotherProcessWroteAfterAWhile() {
    var now = new ArrayList<>(List.of(NOW));
    var journal = new SecretJournal(secret, Optional.empty(), () -> now.get(now.size() - 1));
    journal.load("orders");
    journal().store("orders", ENTRY);

    journal.hold("orders").orElseThrow().close();
    assertThat(journal.load("orders")).isEmpty();
    now.add(NOW.plusSeconds(31));
    journal.hold("orders").orElseThrow().close();

    assertThat(journal.load("orders")).hasValue(ENTRY);
  }

  @Test
  void oneThatDoesNotFitIsRefusedAndNotTheOthers() {
    var journal = journal();
    for (var i = 0; i < 16; i++) {
      journal.store("p" + i, entry("x".repeat(60 * 1024)));
    }
    var large = entry("x".repeat(63 * 1024));

    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> journal.store("large", large))
        .withMessage(
            "large.json does not fit into Secret apps/bearerd beside the others, which may hold"
                + " 1 MiB; raise kubernetes.shards");
    journal.store("other", ENTRY);
    assertThat(secret.data())
        .hasSize(17)
        .containsKeys("other.json")
        .doesNotContainKey("large.json");
  }

  @Test
  void saysWhatTheApiServerSays() {
    secret.fails(Kind.FORBIDDEN, "may not patch secrets apps/bearerd");

    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> journal().store("orders", ENTRY))
        .withMessageContaining("may not patch secrets apps/bearerd")
        .matches(e -> !e.forbids());
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> journal().probe())
        .withMessageContaining("may not patch secrets apps/bearerd");
  }

  @Test
  void takesOverFromTheHolderBefore() {
    var before = taken(1);
    before.store("orders", entry("first"));
    var after = taken(2);

    assertThat(secret.fence()).hasValue(2L);
    assertThat(after.load("orders")).hasValue(entry("first"));
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> before.store("orders", entry("second")))
        .matches(JournalException::forbids)
        .matches(e -> e.outlook() == Outlook.OVERTAKEN)
        .withMessage("another replica has taken over Secret apps/bearerd");
  }

  @Test
  void forgetsWhatIsRememberedElsewhere() {
    secret.put("note", "of the operator");
    var before = taken(1);
    before.store("orders", ENTRY);
    before.store("billing", ENTRY);
    var writes = secret.writes();

    journal(Optional.of(new Fence(2, () -> true))).takeOver("orders"::equals);

    assertThat(secret.data()).containsOnlyKeys("note", "orders.json");
    assertThat(secret.writes()).isEqualTo(writes + 1);
  }

  @Test
  void takesOverWhereThereIsNoSecretYet() {
    taken(3);

    assertThat(secret.fence()).hasValue(3L);
    assertThat(journal(Optional.empty()).lastHolder()).isEqualTo(3);
  }

  @Test
  void aHolderOfBeforeDoesNotTakeItBack() {
    taken(2);

    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> taken(1))
        .matches(JournalException::forbids);
    assertThat(secret.fence()).hasValue(2L);
  }

  @Test
  void whatHoldsNoLeaseStopsWhenSomebodyTakesItOver() {
    var command = journal();
    command.store("orders", entry("first"));
    taken(1);

    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> command.store("orders", entry("second")))
        .matches(JournalException::forbids);
  }

  @Test
  void forbidsWhatAHolderCannotRemember() {
    var journal = taken(1);
    secret.fails(Kind.UNREACHABLE, "no answer");

    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> journal.store("orders", ENTRY))
        .matches(JournalException::forbids);
  }

  @ParameterizedTest
  @CsvSource({"UNREACHABLE, PASSING", "BUSY, PASSING", "FORBIDDEN, DOUBTFUL", "INVALID, DOUBTFUL"})
  void tellsWhatPassesByItself(Kind kind, Outlook outlook) {
    var journal = taken(1);
    secret.fails(kind, "no");

    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> journal.store("orders", ENTRY))
        .matches(e -> e.outlook() == outlook);
  }

  @Test
  void forbidsToAskWhereTheLeaseRanOutWhileTheIntentWasWritten() {
    var journal = taken(1);
    holds = false;
    var asking = Entry.blank("cafe").asking(NOW);

    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> journal.store("orders", asking))
        .matches(JournalException::forbids);
    assertThatNoException()
        .isThrownBy(() -> journal.store("orders", asking.holding(refreshToken())));
  }

  private SecretJournal taken(long number) {
    var journal = journal(Optional.of(new Fence(number, () -> holds)));
    journal.takeOver(provider -> true);
    return journal;
  }

  private SecretJournal journal(Optional<Fence> fence) {
    InstantSource clock = () -> now;
    return new SecretJournal(secret, fence, clock);
  }

  private static Holdings refreshToken() {
    return Holdings.NOTHING.withRefreshTokens(List.of(new Secret("refresh-2")));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
