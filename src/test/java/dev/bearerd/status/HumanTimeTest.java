package dev.bearerd.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTimeTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0ms",
    "PT0.25S, 250ms",
    "PT1S, 1s",
    "PT59.9S, 59s",
    "PT1M, 1m",
    "PT1M30S, 1m30s",
    "PT1H, 1h",
    "PT2H5M59S, 2h5m",
    "P1D, 1d",
    "P3DT4H30M, 3d4h",
    "-PT90S, -1m30s"
  })
  void showsTheTwoLargestUnits(Duration duration, String text) {
    assertThat(HumanTime.of(duration)).isEqualTo(text);
  }

  @Test
  void showsInstantsToTheSecondInUtc() {
    assertThat(HumanTime.of(Instant.parse("2026-03-01T12:00:00.987Z")))
        .isEqualTo("2026-03-01T12:00:00Z");
  }
}
