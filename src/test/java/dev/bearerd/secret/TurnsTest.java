package dev.bearerd.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TurnsTest {
  private final Turns turns = new Turns(2);
  private final Map<String, CompletableFuture<Void>> begun = new LinkedHashMap<>();

  @Test
  void beginsWhatThereIsRoomForAndTheRestInOrder() {
    for (var name : List.of("first", "second", "third", "fourth")) {
      await(name);
    }
    assertThat(begun.keySet()).containsExactly("first", "second");

    end("second");
    assertThat(begun.keySet()).containsExactly("first", "second", "third");
    end("third");
    assertThat(begun.keySet()).containsExactly("first", "second", "third", "fourth");
  }

  @Test
  void goesOnAfterWhatFailsToBegin() {
    for (var name : List.of("first", "second", "third")) {
      await(name);
    }

    turn("first").completeExceptionally(new IllegalStateException("refused"));

    assertThat(begun.keySet()).containsExactly("first", "second", "third");
  }

  @Test
  void beginsThousandsThatEndAtOnce() {
    await("first");
    await("second");
    var quick = new AtomicInteger();
    for (var i = 0; i < 5_000; i++) {
      turns.await(
          () -> {
            quick.incrementAndGet();
            return CompletableFuture.completedFuture(null);
          });
    }

    end("first");

    assertThat(quick).hasValue(5_000);
  }

  private void await(String name) {
    turns.await(
        () -> {
          var turn = new CompletableFuture<Void>();
          begun.put(name, turn);
          return turn;
        });
  }

  private void end(String name) {
    turn(name).complete(null);
  }

  private CompletableFuture<Void> turn(String name) {
    return Objects.requireNonNull(begun.get(name));
  }
}
