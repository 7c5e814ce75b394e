package dev.bearerd.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.refresh.Heartbeat;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class HealthChecksTest {
  private final RunningAgent running = new RunningAgent(event -> {});
  private final Heartbeat heartbeat = new Heartbeat();
  private final HealthChecks checks = new HealthChecks(heartbeat, running);

  @Test
  void nothingIsUpBeforeTheAgentRuns() {
    assertThat(status(checks.started())).isEqualTo(Status.DOWN);
    assertThat(status(checks.live())).isEqualTo(Status.DOWN);
    assertThat(status(checks.ready())).isEqualTo(Status.DOWN);
  }

  @Test
  void isStartedOnceTheAgentRuns() {
    heartbeat.drive(running.agent());

    assertThat(status(checks.started())).isEqualTo(Status.UP);
  }

  @Test
  void isLiveWhileTheHeartbeatIsRecent() {
    heartbeat.drive(running.agent());
    running.advance(Duration.ofSeconds(9));
    assertThat(status(checks.live())).isEqualTo(Status.UP);

    running.advance(Duration.ofSeconds(1));
    assertThat(status(checks.live())).isEqualTo(Status.DOWN);

    running.agent().tick();
    assertThat(status(checks.live())).isEqualTo(Status.UP);
  }

  @Test
  void isNotReadyWhileAProviderHasNotPublishedAndSaysWhy() {
    heartbeat.drive(running.agent());

    var reasons = checks.ready().call().getData().orElseThrow();

    assertThat(reasons)
        .containsEntry("refused", "no token yet: invalid_client")
        .containsEntry("unpublished", "file /run/tokens/unpublished: disk full")
        .doesNotContainKey("good");
  }

  @Test
  void isNotReadyOnceATokenHasExpired() {
    heartbeat.drive(running.agent());
    running.advance(Duration.ofHours(1));

    var reasons = checks.ready().call().getData().orElseThrow();

    assertThat(reasons).containsEntry("good", "the token has expired");
  }

  private static Status status(HealthCheck check) {
    return check.call().getStatus();
  }
}
