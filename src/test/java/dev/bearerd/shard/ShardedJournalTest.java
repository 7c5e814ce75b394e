package dev.bearerd.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.bearerd.journal.Entry;
import dev.bearerd.journal.Journal;
import dev.bearerd.journal.JournalException;
import dev.bearerd.journal.MemoryJournal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ShardedJournalTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Sharding SHARDING = new Sharding(2);

  private final FakeLeases leases = new FakeLeases();
  private final List<Journal> journals = List.of(new MemoryJournal(), new MemoryJournal());
  private final Journal journal = new ShardedJournal(SHARDING, journals, leases, () -> NOW);
  private final int shard = SHARDING.shardOf("orders");

  @Test
  void remembersAProviderWhereItsShardDoes() {
    journal.store("orders", Entry.blank("cafe"));

    assertThat(journal.load("orders")).hasValue(Entry.blank("cafe"));
    assertThat(journals.get(shard).load("orders")).isPresent();
    assertThat(journals.get(1 - shard).load("orders")).isEmpty();
    journal.remove("orders");
    assertThat(journals.get(shard).load("orders")).isEmpty();
  }

  @Test
  void nobodyElseAsksWhileAReplicaHoldsTheShard() {
    leases.heldBy(shard, "r1", NOW.minusSeconds(2));

    assertThat(journal.hold("orders")).isEmpty();
  }

  @Test
  void noIntentIsNotedWhileAReplicaHoldsTheShard() {
    leases.heldBy(shard, "r1", NOW.minusSeconds(2));

    assertIntentForbidden("a replica holds shard " + shard + ", and so orders");
    assertThatNoException().isThrownBy(() -> journal.store("orders", Entry.blank("cafe")));
  }

  @Test
  void noIntentIsNotedWhereNobodyCanSeeWhoHoldsTheShard() {
    leases.down(true);

    assertIntentForbidden(
        "cannot see who holds shard " + shard + ": no answer from the API server");
    assertThatNoException().isThrownBy(() -> journal.store("orders", Entry.blank("cafe")));
  }

  @Test
  void anIntentIsNotedWhereNoReplicaLives() {
    leases.heldBy(shard, "r1", NOW.minusSeconds(60));

    journal.store("orders", Entry.blank("cafe").asking(NOW));

    assertThat(journal.load("orders").orElseThrow().asking()).hasValue(NOW);
  }

  private void assertIntentForbidden(String why) {
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> journal.store("orders", Entry.blank("cafe").asking(NOW)))
        .withMessage(why)
        .matches(JournalException::forbids);
    assertThat(journal.load("orders")).isEmpty();
  }

  @Test
  void whereNoReplicaLivesACommandMayAsk() {
    leases.heldBy(shard, "r1", NOW.minusSeconds(60));
    leases.heldBy(1 - shard, "r2", NOW);

    assertThat(journal.hold("orders")).isPresent();
  }
}
