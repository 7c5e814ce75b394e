package dev.bearerd.status;

import dev.bearerd.refresh.Provider;
import dev.bearerd.refresh.RefreshEvent;
import dev.bearerd.refresh.RefreshEvent.HookFailed;
import dev.bearerd.refresh.RefreshEvent.HookRan;
import dev.bearerd.refresh.RefreshEvent.PublishFailed;
import dev.bearerd.refresh.RefreshEvent.Published;
import dev.bearerd.refresh.RefreshEvent.RefreshFailed;
import dev.bearerd.refresh.RefreshEvent.Refreshed;
import dev.bearerd.refresh.RefreshEvent.Repaired;
import dev.bearerd.refresh.RefreshListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The metrics of /q/metrics. Their names are listed in docs/metrics.md. */
public final class RefreshMetrics implements RefreshListener {
  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Map<String, Duration> skews = new ConcurrentHashMap<>();

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
    gauge("bearerd.clock.skew", "seconds", provider, this::skew)
        .description("by how much the server's clock is ahead of the local one")
        .register(registry);
  }

  /** Registers how many shards are held here. */
  public void observeShards(Supplier<Number> held) {
    Gauge.builder("bearerd.shards.held", held)
        .description("how many shards this replica holds")
        .register(registry);
  }

  /** Forgets a provider that left the configuration. */
  public void forget(String provider) {
    skews.remove(provider);
    registry.getMeters().stream()
        .filter(meter -> provider.equals(meter.getId().getTag("provider")))
        .forEach(registry::remove);
  }

  @Override
  public void on(RefreshEvent event) {
    if (event instanceof Refreshed refreshed) {
      refresh(refreshed.provider(), "success", refreshed.took());
      refreshed.clockSkew().ifPresent(skew -> skews.put(refreshed.provider(), skew));
    } else if (event instanceof RefreshFailed failed) {
      var kind = failed.failure().kind().name().toLowerCase(Locale.ROOT);
      refresh(failed.provider(), kind, failed.took());
    } else if (event instanceof Published published) {
      var outcome = published.written() ? "written" : "unchanged";
      publication(published.provider(), published.target(), outcome);
    } else if (event instanceof PublishFailed failed) {
      publication(failed.provider(), failed.target(), "failed");
    } else if (event instanceof Repaired repaired) {
      publication(repaired.provider(), repaired.target(), "repaired");
    } else if (event instanceof HookRan ran) {
      hook(ran.provider(), ran.hook(), "success");
    } else if (event instanceof HookFailed failed) {
      hook(failed.provider(), failed.hook(), "failed");
    }
  }

  private void refresh(String provider, String outcome, Duration took) {
    registry.counter("bearerd.refreshes", "provider", provider, "outcome", outcome).increment();
    registry.timer("bearerd.refresh.duration").record(took);
  }

  private void publication(String provider, String target, String outcome) {
    registry
        .counter("bearerd.publications", "provider", provider, "target", target, "outcome", outcome)
        .increment();
  }

  private void hook(String provider, String hook, String outcome) {
    registry
        .counter("bearerd.hooks", "provider", provider, "hook", hook, "outcome", outcome)
        .increment();
  }

  private double skew(Provider provider) {
    return skews.getOrDefault(provider.name(), Duration.ZERO).toMillis() / 1000.0;
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
      String name, String unit, Provider provider, ToDoubleFunction<Provider> value) {
    var gauge = Gauge.builder(name, provider, value).tag("provider", provider.name());
    return unit.isEmpty() ? gauge : gauge.baseUnit(unit);
  }
}
