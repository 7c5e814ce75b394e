package dev.bearerd.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MachineTimeTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final MachineTime time = new MachineTime(START);

  /** It runs for 100 ms, stands still for 300 ms, and runs for 100 ms. */
  @BeforeEach
  void standStill() {
    for (var millis = 0; millis <= 100; millis += 10) {
      time.beat(at(millis));
    }
    for (var millis = 400; millis <= 500; millis += 10) {
      time.beat(at(millis));
    }
  }

  @Test
  void nothingIsLostWhileItBeats() {
    assertThat(time.lost(START, at(100), at(500))).isZero();
    assertThat(time.lost(at(400), at(500), at(510))).isZero();
    assertThat(time.lost(at(400), at(550), at(550))).as("a turn is waited for").isZero();
  }

  @Test
  void aGapIsLostAsFarAsItWasMeant() {
    assertThat(time.lost(START, at(500), at(500))).hasMillis(300);
    assertThat(time.lost(at(150), at(500), at(500))).hasMillis(250);
    assertThat(time.lost(START, at(150), at(500))).hasMillis(50);
    assertThat(time.lost(at(200), at(300), at(500))).hasMillis(100);
  }

  @Test
  void aGapCountsBeforeTheNextBeat() {
    assertThat(time.lost(at(450), at(900), at(900))).hasMillis(400);
    assertThat(time.lost(START, at(600), at(900))).hasMillis(300 + 100);
  }

  private static Instant at(long millis) {
    return START.plus(Duration.ofMillis(millis));
  }
}
