package dev.bearerd.cli;

import dev.bearerd.refresh.Agent;
import dev.bearerd.refresh.Provider;
import dev.bearerd.refresh.ProviderState;
import dev.bearerd.refresh.ProviderState.Freshness;
import dev.bearerd.token.TokenException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Drives an agent until each provider has what is wanted or has failed for good. */
final class OneShot {
  private static final int POLL_MILLIS = 20;

  /** For what is in flight at the timeout: so that there is always a reason to tell. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Agent agent;
  private final Workers workers;
  private final InstantSource clock;
  private final Predicate<ProviderState> wanted;

  /**
   * @param workers run the steps of the agent; are shut down at the end
   * @param wanted of a provider whose token is fresh
   */
  OneShot(Agent agent, Workers workers, InstantSource clock, Predicate<ProviderState> wanted) {
    this.agent = agent;
    this.workers = workers;
    this.clock = clock;
    this.wanted = wanted;
  }

  /**
   * Runs until all is settled; transient failures are tried again meanwhile.
   *
   * @param timeout after which nothing is tried any more
   * @return whether every provider has a fresh token and what is wanted
   */
  boolean run(Duration timeout) throws InterruptedException {
    var end = clock.instant().plus(timeout);
    while (!agent.providers().stream().allMatch(this::isSettled) && clock.instant().isBefore(end)) {
      agent.tick();
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    agent.stop();
    workers.finish(GRACE);
    return agent.providers().stream().allMatch(this::isDone);
  }

  private boolean isSettled(Provider provider) {
    return isDone(provider) || hasFailedForGood(provider);
  }

  private boolean isDone(Provider provider) {
    return isFresh(provider, clock.instant()) && wanted.test(provider.state());
  }

  static boolean isFresh(Provider provider, Instant now) {
    return provider.state().freshnessAt(now) == Freshness.FRESH;
  }

  private static boolean hasFailedForGood(Provider provider) {
    return provider
        .state()
        .lastFailure()
        .filter(failure -> failure.kind() != Kind.TRANSIENT)
        .isPresent();
  }
}
