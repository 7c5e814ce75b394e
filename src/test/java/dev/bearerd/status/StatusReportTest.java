package dev.bearerd.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.bearerd.status.StatusReport.ProviderStatus;
import dev.bearerd.status.StatusReport.ShardStatus;
import dev.bearerd.status.StatusReport.TargetStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusReportTest {
  private static final ShardStatus SHARD =
      new ShardStatus(2, Optional.of("bearerd-0"), true, Optional.of(RunningAgent.START));

  private final RunningAgent running = new RunningAgent(event -> {});

  @Test
  void tellsWhatIsKnownOfAProvider() {
    running.advance(Duration.ofMinutes(10));

    var good = provider("good");

    assertThat(good.state()).isEqualTo("fresh");
    assertThat(good.expiresAt()).contains(RunningAgent.START.plusSeconds(3600));
    assertThat(good.runwaySeconds()).isEqualTo(3000);
    assertThat(good.nextFetchAt()).contains(RunningAgent.START.plusSeconds(2700));
    assertThat(good.lastError()).isEmpty();
    assertThat(good.targets()).extracting(TargetStatus::current).containsExactly(true);
  }

  @Test
  void tellsWhyThereIsNoToken() {
    var refused = provider("refused");

    assertThat(refused.state()).isEqualTo("none");
    assertThat(refused.runwaySeconds()).isZero();
    assertThat(refused.consecutiveFailures()).isEqualTo(1);
    assertThat(refused.lastError()).contains("invalid_client");
  }

  @Test
  void tellsWhyATargetLacksTheToken() {
    var target = provider("unpublished").targets().get(0);

    assertThat(target.current()).isFalse();
    assertThat(target.publishedAt()).isEmpty();
    assertThat(target.lastError()).contains("disk full");
  }

  @Test
  void tellsThatATokenIsStaleAndThenExpired() {
    running.advance(Duration.ofMinutes(45));
    assertThat(provider("good").state()).isEqualTo("stale");

    running.advance(Duration.ofMinutes(15));
    assertThat(provider("good").state()).isEqualTo("expired");
  }

  @Test
  void survivesTheWayThroughJson() throws Exception {
    var json =
        new ObjectMapper().registerModule(new Jdk8Module()).registerModule(new JavaTimeModule());
    var report = report();

    var text = json.writeValueAsString(report);

    assertThat(json.readValue(text, StatusReport.class)).isEqualTo(report);
    assertThat(text).doesNotContain(RunningAgent.MARKED);
  }

  private StatusReport report() {
    return StatusReport.of(running.agent(), List.of(SHARD), running.instant());
  }

  private ProviderStatus provider(String name) {
    return report().providers().stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
