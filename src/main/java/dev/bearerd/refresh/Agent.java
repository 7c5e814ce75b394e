package dev.bearerd.refresh;

import dev.bearerd.token.TokenException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
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

  /**
   * What runs the steps, never in the calling thread.
   *
   * @param requests each blocks its thread for the time of a token request
   * @param publications each blocks its thread for the time that a disk takes
   */
  public record Executors(Executor requests, Executor publications) {}

  private final List<Provider> providers;
  private final Map<String, Host> hosts = new HashMap<>();
  private final Set<Host> waiting = new LinkedHashSet<>();
  private final DueQueue queue = new DueQueue();
  private final Limits limits;
  private final Executors executors;
  private final InstantSource clock;
  private final RefreshListener listener;
  private int inFlight;
  private boolean stopped;
  private volatile Instant lastTick;

  public Agent(
      List<Provider> providers,
      Limits limits,
      Executors executors,
      InstantSource clock,
      RefreshListener listener) {
    this.providers = List.copyOf(providers);
    this.limits = limits;
    this.executors = executors;
    this.clock = clock;
    this.listener = listener;
    this.lastTick = clock.instant();
    providers.forEach(provider -> queue.put(provider, Instant.EPOCH));
  }

  /** In the order of the configuration. */
  public List<Provider> providers() {
    return providers;
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

  /** Why a provider whose token is due waits; empty where it does not. */
  public synchronized Optional<String> hindrance(Provider provider) {
    return Optional.ofNullable(hosts.get(provider.host()))
        .filter(host -> host.isAwaitedBy(provider))
        .map(host -> host.hindrance(clock.instant()));
  }

  private void startDue(Instant now) {
    for (var due = queue.pollDue(now); due.isPresent(); due = queue.pollDue(now)) {
      start(due.get(), now);
    }
    admit(now);
  }

  /** Publishes first: what readers lack must not wait for a host. */
  private void start(Provider provider, Instant now) {
    host(provider).withdraw(provider); // where it may have been waiting until now
    var publication = provider.state().nextPublication(now);
    if (publication.filter(at -> !at.isAfter(now)).isPresent()) {
      run(executors.publications(), () -> publish(provider));
    } else if (provider.isFetchDue()) {
      await(provider);
      publication.ifPresent(at -> queue.put(provider, at));
    } else {
      queue.put(provider, provider.state().due(now));
    }
  }

  private void await(Provider provider) {
    var host = host(provider);
    host.await(provider);
    waiting.add(host);
  }

  /** Lets wait no longer whom the limits admit, the earliest expiry first. */
  private void admit(Instant now) {
    var admitting = new PriorityQueue<>(Comparator.comparing(Host::urgency));
    waiting.stream().filter(host -> host.admits(now)).forEach(admitting::add);
    while (!stopped && inFlight < limits.inAll() && !admitting.isEmpty()) {
      var host = admitting.remove();
      var provider = host.next();
      queue.remove(provider);
      inFlight++;
      run(executors.requests(), () -> refresh(provider, host));
      if (host.admits(now)) {
        admitting.add(host);
      }
    }
    waiting.removeIf(host -> !host.hasWaiting());
  }

  private void refresh(Provider provider, Host host) {
    if (isStopped()) {
      return;
    }
    var failure = provider.fetch();
    synchronized (this) {
      inFlight--;
      ended(provider, host, failure);
      run(executors.publications(), () -> publish(provider));
      startDue(clock.instant());
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private void ended(Provider provider, Host host, Optional<TokenException> failure) {
    var now = clock.instant();
    var before = host.downSince();
    host.ended(provider, failure, now).forEach(this::release);
    failure
        .flatMap(TokenException::retryAfter)
        .map(pause -> new RefreshEvent.HostHeld(provider.name(), provider.host(), now.plus(pause)))
        .ifPresent(listener::on);
    if (before.isEmpty() && host.downSince().isPresent()) {
      listener.on(new RefreshEvent.HostDown(provider.name(), provider.host()));
    }
    if (before.isPresent() && host.downSince().isEmpty()) {
      listener.on(new RefreshEvent.HostBack(provider.name(), provider.host(), before.get()));
    }
  }

  private void publish(Provider provider) {
    try {
      provider.publish();
    } finally {
      synchronized (this) {
        queue.put(provider, provider.state().due(clock.instant()));
      }
    }
  }

  /** What failed because its host was down need not wait any longer. */
  private void release(Provider provider) {
    provider.refreshNow();
    if (queue.contains(provider)) {
      queue.put(provider, Instant.EPOCH);
    }
  }

  private void run(Executor executor, Runnable step) {
    try {
      executor.execute(step);
    } catch (RejectedExecutionException e) {
      stopped = true; // the executor was shut down: the process is ending
    }
  }

  private Host host(Provider provider) {
    return hosts.computeIfAbsent(provider.host(), name -> new Host(limits.perHost()));
  }
}
