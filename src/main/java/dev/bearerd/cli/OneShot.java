package dev.bearerd.cli;

import dev.bearerd.refresh.Agent;
import dev.bearerd.refresh.Provider;
import dev.bearerd.refresh.ProviderState.Freshness;
import dev.bearerd.token.TokenException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
  private final Predicate<Provider> wanted;

  /**
   * @param workers run the steps of the agent; are shut down at the end
   * @param wanted of a provider whose token is fresh
   */
  OneShot(Agent agent, Workers workers, InstantSource clock, Predicate<Provider> wanted) {
    this.agent = agent;
    this.workers = workers;
    this.clock = clock;
    this.wanted = wanted;
  }

  /**
   * Runs until all is settled; transient failures are tried again meanwhile.
   *
   * @param timeout after which nothing is tried any more
   * @return the names of those that have no fresh token, or not what is wanted
   */
  List<String> run(Duration timeout) throws InterruptedException {
    var start = System.nanoTime(); // which nobody can set
    while (!agent.providers().stream().allMatch(this::isSettled)
        && System.nanoTime() - start < timeout.toNanos()) {
      agent.tick();
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    agent.stop();
    workers.finish(GRACE);
    return agent.providers().stream()
        .filter(provider -> !isDone(provider))
        .map(Provider::name)
        .toList();
  }

  private boolean isSettled(Provider provider) {
    return isDone(provider) || hasFailedForGood(provider);
  }

  private boolean isDone(Provider provider) {
    return isFresh(provider, clock.instant()) && wanted.test(provider);
  }

  static boolean isFresh(Provider provider, Instant now) {
    return provider.state().freshnessAt(now) == Freshness.FRESH;
  }

  /** One that is to be asked now, whatever happened before, has not. */
  private boolean hasFailedForGood(Provider provider) {
    var state = provider.state();
    return state.nextFetch().isAfter(clock.instant())
        && state.lastFailure().filter(failure -> failure.kind() != Kind.TRANSIENT).isPresent();
  }
}
