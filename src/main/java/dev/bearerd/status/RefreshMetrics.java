package dev.bearerd.status;

import dev.bearerd.refresh.Provider;
import dev.bearerd.refresh.RefreshEvent;
import dev.bearerd.refresh.RefreshEvent.PublishFailed;
import dev.bearerd.refresh.RefreshEvent.Published;
import dev.bearerd.refresh.RefreshEvent.RefreshFailed;
import dev.bearerd.refresh.RefreshEvent.Refreshed;
import dev.bearerd.refresh.RefreshListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/** The metrics of /q/metrics. Their names are listed in docs/metrics.md. */
public final class RefreshMetrics implements RefreshListener {
  private final MeterRegistry registry;
  private final InstantSource clock;

  public RefreshMetrics(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** Registers what can be read off a provider's state at any time. */
  public void observe(Provider provider) {
    gauge("bearerd.token.expires.timestamp", "seconds", provider, this::expires)
        .description("when the token in hand expires, as seconds since 1970")
        .register(registry);
    gauge("bearerd.runway", "seconds", provider, this::runway)
        .description("for how long every reader has a valid token if nothing succeeds from now on")
        .register(registry);
    gauge("bearerd.consecutive.failures", "", provider, p -> p.state().failures())
        .description("failed refreshes since the last success")
        .register(registry);
  }

  @Override
  public void on(RefreshEvent event) {
    if (event instanceof Refreshed refreshed) {
      refresh(event, "success", refreshed.took());
    } else if (event instanceof RefreshFailed failed) {
      refresh(event, failed.failure().kind().name().toLowerCase(Locale.ROOT), failed.took());
    } else if (event instanceof Published published) {
      publication(event, published.target(), published.written() ? "written" : "unchanged");
    } else if (event instanceof PublishFailed failed) {
      publication(event, failed.target(), "failed");
    }
  }

  private void refresh(RefreshEvent event, String outcome, Duration took) {
    registry
        .counter("bearerd.refreshes", "provider", event.provider(), "outcome", outcome)
        .increment();
    registry.timer("bearerd.refresh.duration").record(took);
  }

  private void publication(RefreshEvent event, String target, String outcome) {
    registry
        .counter(
            "bearerd.publications",
            "provider",
            event.provider(),
            "target",
            target,
            "outcome",
            outcome)
        .increment();
  }

  private double expires(Provider provider) {
    return provider.state().token().map(t -> t.expiresAt().toEpochMilli() / 1000.0).orElse(0.0);
  }

  private double runway(Provider provider) {
    return provider
        .state()
        .runwayAt(clock.instant())
        .map(left -> left.toMillis() / 1000.0)
        .orElse(0.0);
  }

  private static Gauge.Builder<Provider> gauge(
      String name,
      String unit,
      Provider provider,
      java.util.function.ToDoubleFunction<Provider> value) {
    var gauge = Gauge.builder(name, provider, value).tag("provider", provider.name());
    return unit.isEmpty() ? gauge : gauge.baseUnit(unit);
  }
}
