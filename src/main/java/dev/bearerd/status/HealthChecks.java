package dev.bearerd.status;

import dev.bearerd.refresh.Agent;
import dev.bearerd.refresh.Failure;
import dev.bearerd.refresh.Heartbeat;
import dev.bearerd.refresh.Provider;
import dev.bearerd.refresh.ProviderState.Freshness;
import dev.bearerd.refresh.TargetState;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Started, live and ready, each with its reasons. */
@Singleton
public class HealthChecks {
  private static final Duration RECENT = Duration.ofSeconds(10);

  private final Heartbeat heartbeat;
  private final InstantSource clock;

  HealthChecks(Heartbeat heartbeat, InstantSource clock) {
    this.heartbeat = heartbeat;
    this.clock = clock;
  }

  /** Up once the configuration is running. */
  @Produces
  @Startup
  HealthCheck started() {
    return () ->
        HealthCheckResponse.named("configuration").status(heartbeat.agent().isPresent()).build();
  }

  /** Up while the clock is looked at. */
  @Produces
  @Liveness
  HealthCheck live() {
    return () -> {
      var silence = heartbeat.agent().map(agent -> silence(agent));
      return HealthCheckResponse.named("heartbeat")
          .status(silence.filter(s -> s.compareTo(RECENT) < 0).isPresent())
          .withData("last", silence.map(s -> HumanTime.of(s) + " ago").orElse("never"))
          .build();
    };
  }

  /** Up while every provider has published and none has expired. */
  @Produces
  @Readiness
  HealthCheck ready() {
    return () -> {
      var reasons = heartbeat.agent().map(this::reasons).orElse(Map.of("agent", "is starting"));
      var response = HealthCheckResponse.named("providers").status(reasons.isEmpty());
      reasons.forEach(response::withData);
      return response.build();
    };
  }

  private Duration silence(Agent agent) {
    return Duration.between(agent.lastTick(), clock.instant());
  }

  private Map<String, String> reasons(Agent agent) {
    var now = clock.instant();
    var shards = agent.standby().map(why -> Map.entry("shards", why));
    return Stream.concat(
            shards.stream(),
            agent.providers().stream()
                .flatMap(p -> reason(p, now).map(why -> Map.entry(p.name(), why)).stream()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Optional<String> reason(Provider provider, Instant now) {
    var state = provider.state();
    var cause = state.lastFailure().map(Failure::message).map(m -> ": " + m).orElse("");
    if (state.freshnessAt(now) == Freshness.NONE) {
      return Optional.of("no token yet" + cause);
    }
    if (state.freshnessAt(now) == Freshness.EXPIRED) {
      return Optional.of("the token has expired" + cause);
    }
    return unpublished(state.targets())
        .or(
            () ->
                state.runwayAt(now).isEmpty()
                    ? Optional.of("a target holds a token that has expired")
                    : Optional.empty());
  }

  private static Optional<String> unpublished(List<TargetState> targets) {
    return targets.stream()
        .filter(target -> target.publishedAt().isEmpty())
        .findFirst()
        .map(
            target ->
                target.description() + target.attempts().lastError().map(e -> ": " + e).orElse(""));
  }
}
