package dev.bearerd.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.refresh.RefreshEvent;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefreshMetricsTest {
  private final List<RefreshEvent> events = new ArrayList<>();
  private final RunningAgent running = new RunningAgent(events::add);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @BeforeEach
  void observe() {
    var metrics = new RefreshMetrics(registry, running);
    running.agent().providers().forEach(metrics::observe);
    events.forEach(metrics::on);
  }

  @Test
  void countsRefreshesByOutcome() {
    assertThat(count("bearerd.refreshes", "good", "success")).isEqualTo(1);
    assertThat(count("bearerd.refreshes", "refused", "rejected")).isEqualTo(1);
    assertThat(registry.get("bearerd.refresh.duration").timer().count()).isEqualTo(3);
  }

  @Test
  void countsPublicationsByOutcome() {
    assertThat(count("bearerd.publications", "good", "written")).isEqualTo(1);
    assertThat(count("bearerd.publications", "unpublished", "failed")).isEqualTo(1);
  }

  @Test
  void showsExpiryAndRunwayOfTheTokenInHand() {
    running.advance(Duration.ofMinutes(50));

    assertThat(gauge("bearerd.token.expires.timestamp", "good"))
        .isEqualTo((double) RunningAgent.START.getEpochSecond() + 3600);
    assertThat(gauge("bearerd.runway", "good")).isEqualTo(600);
    assertThat(gauge("bearerd.runway", "refused")).isZero();
    assertThat(gauge("bearerd.consecutive.failures", "refused")).isEqualTo(1);
  }

  @Test
  void showsNoRunwayOnceTheTokenHasExpired() {
    running.advance(Duration.ofHours(2));

    assertThat(gauge("bearerd.runway", "good")).isZero();
  }

  @Test
  void namesNoToken() {
    assertThat(registry.getMeters())
        .extracting(Meter::getId)
        .noneMatch(id -> id.toString().contains(RunningAgent.MARKED));
  }

  private double count(String name, String provider, String outcome) {
    return registry.get(name).tags("provider", provider, "outcome", outcome).counter().count();
  }

  private double gauge(String name, String provider) {
    return registry.get(name).tag("provider", provider).gauge().value();
  }
}
