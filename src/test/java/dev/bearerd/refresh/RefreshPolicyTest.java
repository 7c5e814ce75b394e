package dev.bearerd.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefreshPolicyTest {
  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.instant();
  private final RandomGenerator random = new Random(7);

  @ParameterizedTest(name = "a token of {0} s is renewed after {1} s")
  @CsvSource({"3600, 2700", "60, 45", "4, 3", "2, 1.5", "1, 1", "315360000, 236520000"})
  void isDueAtItsFractionOfTheLifetime(long lifetime, double due) {
    var policy = new RefreshPolicy(0.75, 0, Duration.ofSeconds(1));
    var token = FakeEndpoint.token("t", clock, Duration.ofSeconds(lifetime));
    assertThat(policy.dueAfterNew(token, start, random))
        .isEqualTo(start.plusMillis((long) (due * 1000)));
  }

  @Test
  void jitterMovesTheDueTimeEarlierOnly() {
    var policy = new RefreshPolicy(0.75, 0.1, Duration.ofSeconds(1));
    var token = FakeEndpoint.token("t", clock, Duration.ofSeconds(1000));
    for (var i = 0; i < 1000; i++) {
      assertThat(policy.dueAfterNew(token, start, random))
          .isBetween(start.plusSeconds(650), start.plusSeconds(750));
    }
  }

  @Test
  void neverAsksMoreOftenThanTheMinimumInterval() {
    var policy = new RefreshPolicy(0.75, 0.1, Duration.ofSeconds(30));
    var token = FakeEndpoint.token("t", clock, Duration.ofSeconds(2));
    assertThat(policy.dueAfterNew(token, start, random)).isEqualTo(start.plusSeconds(30));
  }

  @Test
  void asksAgainAtHalfOfWhatIsLeftWhereTheTokenIsTheSame() {
    var policy = new RefreshPolicy(0.75, 0.1, Duration.ofSeconds(1));
    var token = FakeEndpoint.token("t", clock, Duration.ofHours(1));
    clock.advanceSeconds(2700);
    assertThat(policy.dueAfterSame(token, clock.instant()))
        .isEqualTo(clock.instant().plusSeconds(450));
  }
}
