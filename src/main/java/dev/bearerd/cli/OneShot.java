package dev.bearerd.cli;

import dev.bearerd.refresh.Agent;
import dev.bearerd.refresh.Provider;
import dev.bearerd.refresh.ProviderState.Freshness;
import dev.bearerd.token.TokenException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Drives an agent until each provider has published a fresh token or has failed for good. */
final class OneShot {
  private static final int POLL_MILLIS = 20;

  /** For what is in flight at the timeout: so that there is always a reason to tell. */
  private static final int GRACE_SECONDS = 30;

  private final Agent agent;
  private final ExecutorService workers;
  private final InstantSource clock;

  /**
   * @param workers run the steps of the agent; are shut down at the end
   */
  OneShot(Agent agent, ExecutorService workers, InstantSource clock) {
    this.agent = agent;
    this.workers = workers;
    this.clock = clock;
  }

  /**
   * Runs until all is settled; transient failures are tried again meanwhile.
   *
   * @param timeout after which nothing is tried any more
   * @return whether every provider has published a fresh token
   */
  boolean run(Duration timeout) throws InterruptedException {
    var end = clock.instant().plus(timeout);
    while (!agent.providers().stream().allMatch(this::isSettled) && clock.instant().isBefore(end)) {
      agent.tick();
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    agent.stop();
    workers.shutdown();
    workers.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
    return agent.providers().stream().allMatch(this::isDone);
  }

  private boolean isSettled(Provider provider) {
    return isDone(provider) || hasFailedForGood(provider);
  }

  private boolean isDone(Provider provider) {
    return isFresh(provider, clock.instant()) && provider.state().isPublished();
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
