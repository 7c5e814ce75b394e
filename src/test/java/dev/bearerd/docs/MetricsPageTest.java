package dev.bearerd.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.journal.MemoryJournal;
import dev.bearerd.refresh.Attempts;
import dev.bearerd.refresh.Definitions;
import dev.bearerd.refresh.Failure;
import dev.bearerd.refresh.Provider;
import dev.bearerd.refresh.RefreshEvent;
import dev.bearerd.status.RefreshMetrics;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Kind;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** docs/metrics.md lists what is registered, with its labels and outcomes. */
final class MetricsPageTest {
  private static final Instant NOW = Instant.EPOCH;
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Page PAGE = Page.of("docs/metrics.md");

  @Test
  void everyMetricHasARowWithItsLabelsAndOutcomes() {
    var meters = meters();

    assertThat(Page.names(PAGE.head()))
        .containsExactlyInAnyOrderElementsOf(
            meters.stream().map(MetricsPageTest::name).distinct().toList());
    assertThat(meters).allSatisfy(MetricsPageTest::assertLabelsAreNamed);
  }

  private static void assertLabelsAreNamed(Meter.Id meter) {
    var row =
        Page.rows(PAGE.head()).stream()
            .filter(candidate -> candidate.startsWith("| `" + name(meter) + "` |"))
            .findFirst()
            .orElse("");

    assertThat(meter.getTags().stream().map(Tag::getKey))
        .allSatisfy(label -> assertThat(row).contains("`" + label + "`"));
    assertThat(Optional.ofNullable(meter.getTag("outcome")).stream())
        .allSatisfy(outcome -> assertThat(row).contains("`" + outcome + "`"));
  }

  /** As the Prometheus registry writes it. */
  private static String name(Meter.Id meter) {
    var name = meter.getName().replace('.', '_');
    return switch (meter.getType()) {
      case COUNTER -> name + "_total";
      case TIMER -> name + "_seconds";
      default -> Optional.ofNullable(meter.getBaseUnit()).map(u -> name + "_" + u).orElse(name);
    };
  }

  /** All that a provider's life can register. */
  private static List<Meter.Id> meters() {
    var registry = new SimpleMeterRegistry();
    var metrics = new RefreshMetrics(registry, CLOCK);
    metrics.observe(provider());
    metrics.observeShards(() -> 3);
    metrics.on(
        new RefreshEvent.Refreshed(
            "orders", token(), false, Duration.ZERO, NOW, Optional.of(Duration.ZERO)));
    for (var kind : Kind.values()) {
      var failure = new Failure(kind, "no", NOW, 1, 0, false);
      metrics.on(
          new RefreshEvent.RefreshFailed(
              "orders", failure, Optional.empty(), Duration.ZERO, Optional.of(NOW)));
    }
    metrics.on(new RefreshEvent.Published("orders", "file /x", true, 0));
    metrics.on(new RefreshEvent.Published("orders", "file /x", false, 0));
    metrics.on(new RefreshEvent.PublishFailed("orders", "file /x", Attempts.NONE));
    metrics.on(new RefreshEvent.HookRan("orders", "exec x", 0, List.of()));
    metrics.on(new RefreshEvent.HookFailed("orders", "exec x", Attempts.NONE, List.of()));
    return registry.getMeters().stream().map(Meter::getId).toList();
  }

  private static Token token() {
    return new Token(
        new Secret("x"), List.of(), NOW, NOW.plusSeconds(60), Token.ExpirySource.EXPIRES_IN);
  }

  private static Provider provider() {
    var definition =
        Definitions.of(
                "orders",
                "https://login.example.com:443",
                holdings -> {
                  throw TokenException.local("is not asked");
                })
            .build();
    return new Provider(definition, new MemoryJournal(), CLOCK, new Random(1), event -> {});
  }
}
