package dev.bearerd.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.ClusterException.Kind;
import dev.bearerd.token.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OwnSecretTest {
  private final FakeJournalSecret secret = new FakeJournalSecret();
  private final FakeJournalSecret first = new FakeJournalSecret();
  private final FakeJournalSecret alone = new FakeJournalSecret();
  private final OwnSecret own = new OwnSecret(secret, 3, List.of(first, alone));

  @Test
  void isReadWhereItIsAJournalOfThisManyShards() {
    secret.of(3);
    secret.put("orders.json", "{}");
    first.of(3);

    assertThat(own.read().orElseThrow().data()).containsOnlyKeys("orders.json");
    assertThatNoException().isThrownBy(own::probe);
  }

  @Test
  void isReadWhereNoNumberIsMarked() {
    secret.put("orders.json", "{}");

    assertThat(own.read()).isPresent();
  }

  @Test
  void isRefusedWhereItHoldsSomethingElse() {
    secret.foreign(Map.of("password", new Secret("hunter2")));

    assertThatExceptionOfType(ClusterException.class)
        .isThrownBy(own::read)
        .withMessage(
            "Secret apps/bearerd is no journal of bearerd and holds something else; give journal"
                + " another name, or delete that Secret");
    assertThatExceptionOfType(ClusterException.class).isThrownBy(own::probe);
  }

  @Test
  void isTakenWhereItHoldsNothing() {
    secret.foreign(Map.of());

    assertThat(own.read()).isPresent();
  }

  @Test
  void isRefusedWhereItWasWrittenForAnotherNumber() {
    secret.of(9);

    assertThatExceptionOfType(ClusterException.class)
        .isThrownBy(own::read)
        .withMessageStartingWith(
            "Secret apps/bearerd was written with kubernetes.shards: 9, and now it is 3; set it"
                + " back");
  }

  @Test
  void isRefusedWhileAnotherNumberHasLeftSomething() {
    first.of(9);

    assertThatExceptionOfType(ClusterException.class).isThrownBy(own::read);
    first.delete();
    alone.of(1);
    assertThatExceptionOfType(ClusterException.class).isThrownBy(own::read);
    alone.delete();
    assertThat(own.read()).isEmpty();
  }

  @Test
  void mindsNoForeignSecretOfThatName() {
    alone.foreign(Map.of("password", new Secret("hunter2")));

    assertThat(own.read()).isEmpty();
  }

  @Test
  void goesOnWhereItMayNotLook() {
    alone.fails(Kind.FORBIDDEN, "may not get secrets apps/bearerd");

    assertThat(own.read()).isEmpty();
  }

  @Test
  void doesNotGoOnWhereNobodyAnswers() {
    alone.fails(Kind.UNREACHABLE, "no answer");

    assertThatExceptionOfType(ClusterException.class).isThrownBy(own::read);
  }

  @Test
  void looksAtTheOthersOnce() {
    own.read();
    own.read();

    assertThat(first.reads()).isEqualTo(1);
    assertThat(secret.reads()).isEqualTo(2);
  }

  @Test
  void writesWhereItIs() {
    var made = own.create(Map.of("a", new Secret("1")), Optional.of(4L));
    own.change(made.version(), Map.of("b", Optional.of(new Secret("2"))), Optional.of(4L));

    assertThat(secret.data()).containsOnlyKeys("a", "b");
    assertThat(secret.fence()).hasValue(4L);
  }
}
