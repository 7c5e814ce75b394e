package dev.bearerd.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private final AtomicInteger looks = new AtomicInteger();
  private final CountDownLatch thirdLook = new CountDownLatch(3);

  @Test
  void anotherBeatFollowsOneThatFails() throws InterruptedException {
    var heartbeat = new Heartbeat();
    heartbeat.drive(agent(this::failAtTheFirstBeat)); // looks at the clock itself, once

    heartbeat.start();

    assertThat(thirdLook.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private Instant failAtTheFirstBeat() {
    thirdLook.countDown();
    if (looks.incrementAndGet() == 2) {
      throw new IllegalStateException("a clock that cannot be read, as this test wants it");
    }
    return Instant.EPOCH;
  }

  private static Agent agent(InstantSource clock) {
    return new Agent(
        List.of(),
        new Agent.Limits(1, 1),
        new Agent.Executors(
            Runnable::run, Runnable::run, Runnable::run, Runnable::run, (delay, step) -> {}),
        new Agent.Clocks(clock, () -> Duration.ZERO),
        event -> {});
  }
}
