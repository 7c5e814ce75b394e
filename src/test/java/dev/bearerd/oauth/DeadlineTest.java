package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class DeadlineTest {
  private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() {
    alarms.shutdownNow();
  }

  @Test
  void interruptsWhoeverWaitsTooLong() {
    var never = new CountDownLatch(1);

    try (var deadline = new Deadline(Duration.ofMillis(1), alarms)) {
      assertThatThrownBy(never::await).isInstanceOf(InterruptedException.class);
      assertThat(deadline.passed()).isTrue();
    }
  }

  @Test
  void leavesNothingOfAnInterruption() {
    try (var deadline = new Deadline(Duration.ZERO, alarms)) {
      while (!deadline.passed()) {
        Thread.onSpinWait();
      }
    }

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void leavesTheThreadAloneOnceItIsClosed() {
    var deadline = new Deadline(Duration.ofDays(1), alarms);

    deadline.close();

    assertThat(deadline.passed()).isFalse();
    assertThat(alarms.shutdownNow()).allMatch(task -> !Thread.currentThread().isInterrupted());
  }
}
