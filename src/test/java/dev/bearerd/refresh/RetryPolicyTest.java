package dev.bearerd.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.token.TokenException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  private final RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5));
  private final RandomGenerator random = new Random(7);

  @ParameterizedTest(name = "transient failure {0}: at most {1} s")
  @CsvSource({"1, 1", "2, 2", "3, 4", "5, 16", "9, 256", "10, 300", "1000000, 300"})
  void transientFailuresBackOffWithFullJitter(int repeats, long most) {
    for (var i = 0; i < 200; i++) {
      assertThat(delay(Kind.TRANSIENT, repeats))
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(most));
    }
  }

  @ParameterizedTest(name = "rejection {0}: {1} min")
  @CsvSource({"1, 1", "2, 2", "6, 32", "7, 60", "100, 60"})
  void rejectionsWaitFromOneMinuteToOneHour(int repeats, long minutes) {
    assertThat(delay(Kind.REJECTED, repeats)).isEqualTo(Duration.ofMinutes(minutes));
  }

  @Test
  void leavesTimeForThreeTriesBeforeTheTokenExpires() {
    for (var i = 0; i < 200; i++) {
      assertThat(policy.delay(Kind.TRANSIENT, 20, Optional.of(Duration.ofSeconds(40)), random))
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    }
  }

  private Duration delay(Kind kind, int repeats) {
    return policy.delay(kind, repeats, Optional.empty(), random);
  }
}
