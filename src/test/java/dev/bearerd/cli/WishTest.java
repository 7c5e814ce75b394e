package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WishTest {
  private final List<String> done = new ArrayList<>();
  private final Wish wish = new Wish();

  @Test
  void isFulfilledAsSoonAsItCanBe() {
    wish.make();
    wish.make();

    wish.fulfil(() -> done.add("it"));

    assertThat(done).containsExactly("it");
  }

  @Test
  void isFulfilledEachTimeFromThenOn() {
    wish.fulfil(() -> done.add("it"));
    assertThat(done).isEmpty();

    wish.make();
    wish.make();

    assertThat(done).containsExactly("it", "it");
  }
}
