package dev.bearerd.hook;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OccasionTest {

  @Test
  void refusesAPathThatMeansAnotherFileElsewhere() {
    var paths = List.of(Path.of("tokens/orders"));

    assertThatThrownBy(() -> new Occasion("orders", paths, Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("orders is not absolute");
  }
}
