package dev.bearerd.cli;

import dev.bearerd.refresh.Agent;
import dev.bearerd.refresh.ProviderState.Freshness;
import java.time.Duration;
import java.time.InstantSource;

/** Tells systemd how the agent is: a line for people, and that its heart beats. */
final class Vitals {
  private static final Duration STATUS_INTERVAL = Duration.ofSeconds(10);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

  private final Agent agent;
  private final InstantSource clock;
  private final Systemd systemd;
  private volatile String told = "";

  Vitals(Agent agent, InstantSource clock, Systemd systemd) {
    this.agent = agent;
    this.clock = clock;
    this.systemd = systemd;
  }

  /** From now on. */
  void tell(Workers workers) {
    workers.every(STATUS_INTERVAL, this::tellStatus);
    systemd
        .watchdogInterval()
        .ifPresent(interval -> workers.every(interval.dividedBy(2), this::beat));
  }

  private void beat() {
    var silence = Duration.between(agent.lastTick(), clock.instant()).abs();
    if (silence.compareTo(LONGEST_SILENCE) < 0) {
      systemd.watchdog();
    }
  }

  private void tellStatus() {
    var now = clock.instant();
    var providers = agent.providers();
    var fresh =
        providers.stream().filter(p -> p.state().freshnessAt(now) == Freshness.FRESH).count();
    var words = "%d of %d tokens are fresh".formatted(fresh, providers.size());
    if (!words.equals(told)) {
      told = words;
      systemd.status(words);
    }
  }
}
