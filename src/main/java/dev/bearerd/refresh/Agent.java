package dev.bearerd.refresh;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Keeps all providers fresh: at each tick it starts what is due, off the tick, within the limits.
 * What ends makes room for what waits, so the ticks only have to watch the clock. Safe for threads.
 */
public final class Agent {

  /**
   * How many token requests may be in flight at the same time.
   *
   * @param inAll at least 1
   * @param perHost at least 1
   */
  public record Limits(int inAll, int perHost) {}

  private final Map<String, Provider> providers = new LinkedHashMap<>();
  private final Map<String, Host> hosts = new HashMap<>();
  private final Set<Host> waiting = new LinkedHashSet<>();
  private final DueQueue queue = new DueQueue();
  private final Limits limits;
  private final Executor executor;
  private final InstantSource clock;
  private int inFlight;
  private boolean stopped;
  private volatile Instant lastTick;

  /**
   * @param executor runs the steps, never in the calling thread; each blocks its thread for the
   *     time of a token request or of a publication
   */
  public Agent(List<Provider> providers, Limits limits, Executor executor, InstantSource clock) {
    this.limits = limits;
    this.executor = executor;
    this.clock = clock;
    this.lastTick = clock.instant();
    for (var provider : providers) {
      this.providers.put(provider.name(), provider);
      queue.put(provider);
    }
  }

  /** In the order of the configuration. */
  public List<Provider> providers() {
    return List.copyOf(providers.values());
  }

  /** When the clock was last looked at. */
  public Instant lastTick() {
    return lastTick;
  }

  /** Starts what is due by the clock. Does not block. */
  public synchronized void tick() {
    var now = clock.instant();
    lastTick = now;
    startDue(now);
  }

  /** Starts nothing any more; what is in flight goes on. */
  public synchronized void stop() {
    stopped = true;
  }

  private void startDue(Instant now) {
    for (var due = queue.pollDue(now); due.isPresent(); due = queue.pollDue(now)) {
      start(due.get());
    }
    admit(now);
  }

  private void start(Provider provider) {
    if (provider.isFetchDue()) {
      var host = host(provider);
      host.await(provider);
      waiting.add(host);
    } else {
      run(() -> publish(provider));
    }
  }

  /** Lets wait no longer whom the limits admit, the earliest expiry first. */
  private void admit(Instant now) {
    var admitting = new PriorityQueue<>(Comparator.comparing(Host::urgency));
    waiting.stream().filter(host -> host.admits(now)).forEach(admitting::add);
    while (!stopped && inFlight < limits.inAll() && !admitting.isEmpty()) {
      var host = admitting.remove();
      var provider = host.next();
      inFlight++;
      run(() -> refresh(provider, host));
      if (host.admits(now)) {
        admitting.add(host);
      }
    }
    waiting.removeIf(host -> !host.hasWaiting());
  }

  private void refresh(Provider provider, Host host) {
    var failure = provider.fetch();
    synchronized (this) {
      inFlight--;
      host.ended(provider, failure, clock.instant()).forEach(this::release);
      startDue(clock.instant());
    }
    publish(provider);
  }

  private void publish(Provider provider) {
    try {
      provider.publish();
    } finally {
      synchronized (this) {
        queue.put(provider);
      }
    }
  }

  /** What failed because its host was down need not wait any longer. */
  private void release(Provider provider) {
    provider.refreshNow();
    if (queue.contains(provider)) {
      queue.put(provider);
    }
  }

  private void run(Runnable step) {
    try {
      executor.execute(step);
    } catch (RejectedExecutionException e) {
      stopped = true; // the executor was shut down: the process is ending
    }
  }

  private Host host(Provider provider) {
    return hosts.computeIfAbsent(provider.host(), name -> new Host(limits.perHost()));
  }

  /** The provider of that name. */
  public Optional<Provider> provider(String name) {
    return Optional.ofNullable(providers.get(name));
  }
}
