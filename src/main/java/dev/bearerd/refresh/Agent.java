package dev.bearerd.refresh;

import dev.bearerd.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
   * @param hooks each blocks its thread for the time that a hook takes
   * @param revocations each blocks its thread for the time of some requests
   * @param alarm runs a step after a while; never sooner
   */
  public record Executors(
      Executor requests,
      Executor publications,
      Executor hooks,
      Executor revocations,
      Alarm alarm) {}

  /** Runs something later, or never where the process ends before. Neither blocks nor throws. */
  @FunctionalInterface
  public interface Alarm {
    void after(Duration delay, Runnable step);
  }

  /**
   * What tells the time.
   *
   * @param wall the clock that people set
   * @param uptime one that nobody can set, and that goes on while the machine is suspended
   */
  public record Clocks(InstantSource wall, Supplier<Duration> uptime) {}

  /** What is due sooner than this is not left to the next tick. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final Duration SHORTEST_ALARM = Duration.ofMillis(20);

  private final DueQueue<Provider> queue = new DueQueue<>();
  private final Set<Provider> publishing = new HashSet<>();
  private final Set<Provider> departed = new LinkedHashSet<>(); // may still have to revoke
  private final Queue<Runnable> heard = new ConcurrentLinkedQueue<>(); // and not yet looked at
  private final Hosts hosts;
  private final HookRunner hookRunner;
  private final CredentialsWatch credentialsWatch;
  private final TargetWatches targetWatches;
  private final Executors executors;
  private final InstantSource clock;
  private final ClockWatch clockWatch;
  private final RefreshListener listener;
  private Limits limits;
  private boolean stopped;
  private Instant nextAlarm = Moments.NEVER;
  private volatile List<Provider> providers;
  private volatile Instant lastTick;
  private volatile Optional<String> standby = Optional.empty();

  public Agent(
      List<Provider> providers,
      Limits limits,
      Executors executors,
      Clocks clocks,
      RefreshListener listener) {
    this.providers = List.copyOf(providers);
    this.limits = limits;
    this.executors = executors;
    this.clock = clocks.wall();
    this.listener = listener;
    this.lastTick = clock.instant();
    this.clockWatch = new ClockWatch(lastTick, clocks.uptime());
    this.hosts = new Hosts(() -> this.limits.perHost(), clock, listener);
    this.credentialsWatch =
        new CredentialsWatch(look -> run(executors.publications(), look), this::askAgain);
    this.hookRunner =
        new HookRunner(step -> run(executors.hooks(), step), this::startDisposal, clock);
    this.targetWatches = new TargetWatches(this::disturbed, listener);
    this.providers.forEach(hosts::resume);
    this.providers.forEach(provider -> queue.put(provider, Instant.EPOCH));
    this.providers.forEach(credentialsWatch::note); // one may rest since an earlier run
  }

  /** Tells why nothing is kept fresh here that should be, as long as that is so. */
  public void standBy(Optional<String> why) {
    standby = why;
  }

  /** Why nothing is kept fresh; empty where that is right. */
  public Optional<String> standby() {
    return standby.filter(why -> providers.isEmpty());
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
    clockWatch.step(now).ifPresent(this::clockStepped);
    lastTick = now;
    if (nextAlarm.isBefore(now)) {
      nextAlarm = Moments.NEVER; // it should have come
    }
    startDue();
    hookRunner.startDue();
    credentialsWatch.look();
  }

  /** Starts nothing any more; what is in flight goes on. */
  public synchronized void stop() {
    stopped = true;
  }

  /** Tells what was to be revoked and is not, once nothing is in flight any more. */
  public synchronized void abandon() {
    providers.forEach(Provider::abandonDisposal);
    departed.forEach(Provider::abandonDisposal);
  }

  /**
   * Keeps these fresh from now on. One that was kept before stays what it was, and is looked at
   * anew; one that is no longer here is retired.
   */
  public synchronized void keep(List<Provider> kept, Limits within) {
    var before = Set.copyOf(providers);
    var gone = new LinkedHashSet<>(providers);
    kept.forEach(gone::remove);
    providers = List.copyOf(kept);
    limits = within;
    var inUse = targets(kept);
    for (var provider : gone) {
      provider.retire(inUse);
      credentialsWatch.note(provider);
    }
    departed.removeIf(provider -> !provider.owesDisposal());
    departed.addAll(gone);
    gone.forEach(this::lookAnew);
    kept.stream().filter(provider -> !before.contains(provider)).forEach(hosts::resume);
    kept.forEach(this::lookAnew);
    kept.forEach(credentialsWatch::note);
    targetWatches.keep(kept);
    startDue();
  }

  /**
   * Lets these go, for another process to go on with: starts nothing of them any more, and leaves
   * what they have published.
   */
  public synchronized void release(Collection<Provider> given) {
    providers = providers.stream().filter(provider -> !given.contains(provider)).toList();
    given.forEach(Provider::release);
    targetWatches.keep(providers);
    given.forEach(credentialsWatch::note);
    given.forEach(this::lookAnew);
  }

  /** Whether nothing of a provider is under way, and the journal holds what its successor needs. */
  public synchronized boolean isIdle(Provider provider) {
    return !hosts.isAsking(provider) && !publishing.contains(provider) && !provider.owesJournal();
  }

  private static Set<String> targets(List<Provider> kept) {
    return kept.stream()
        .flatMap(provider -> provider.state().targets().stream())
        .map(TargetState::description)
        .collect(Collectors.toSet());
  }

  /** From now on, what others do to the targets of its providers is put right. */
  public void watch() {
    targetWatches.start(providers);
  }

  /** Renews these now, whatever the age of their tokens. */
  public synchronized void refreshNow(Collection<Provider> chosen) {
    chosen.forEach(Provider::refreshNow);
    chosen.forEach(this::lookAnew);
    startDue();
  }

  /** Why a provider whose token is due waits; empty where it does not. */
  public synchronized Optional<String> hindrance(Provider provider) {
    return hosts.hindrance(provider);
  }

  /**
   * Real time never goes back, so a clock that does has been set, and all that was noted by it
   * moves along. One that jumps ahead may be right: then what has ended by it counts as ended.
   */
  private void clockStepped(Duration step) {
    listener.on(new RefreshEvent.ClockStepped(step));
    if (step.isNegative()) {
      providers.forEach(provider -> provider.shift(step));
      hosts.shift(step);
      providers.forEach(this::lookAnew);
    }
  }

  private void startDue() {
    listen();
    var now = clock.instant();
    for (var due = queue.pollDue(now); due.isPresent(); due = queue.pollDue(now)) {
      start(due.get(), now);
    }
    if (!stopped) {
      hosts.next(limits.inAll()).forEach(this::startFetch);
    }
    setAlarm(now);
  }

  /** Publishes first: what readers lack must not wait for a host. */
  private void start(Provider provider, Instant now) {
    hosts.withdraw(provider); // where it may have been waiting until now
    var publication = provider.nextPublication();
    if (publication.filter(at -> !at.isAfter(now)).isPresent()) {
      startPublication(provider);
    } else if (provider.isFetchDue(now) && !hosts.isAsking(provider)) {
      hosts.await(provider);
      publication.ifPresent(at -> queue.put(provider, at));
    } else {
      lookAnew(provider);
    }
  }

  private void startFetch(Provider provider) {
    lookAnew(provider); // a request may take long: what is published needs attention meanwhile
    run(executors.requests(), () -> fetch(provider));
  }

  private void fetch(Provider provider) {
    if (isStopped()) {
      return;
    }
    var outcome = Outcome.NOT_ASKED;
    try {
      outcome = provider.isReleased() ? Outcome.NOT_ASKED : provider.fetch(turn(provider));
    } finally {
      fetched(provider, outcome);
    }
  }

  private Turn turn(Provider provider) {
    return new Turn() {
      @Override
      public boolean isOpen() {
        return isWanted(provider);
      }

      @Override
      public void heard(Outcome outcome) { // others need not wait until it is written down
        heard.add(() -> hosts.heard(provider, outcome).forEach(Agent.this::release));
        executors.alarm().after(Duration.ZERO, Agent.this::look);
      }
    };
  }

  private synchronized boolean isWanted(Provider provider) {
    listen();
    return !stopped && hosts.isOpen(provider);
  }

  private void listen() {
    for (var next = heard.poll(); next != null; next = heard.poll()) {
      next.run();
    }
  }

  private synchronized void fetched(Provider provider, Outcome outcome) {
    listen();
    hosts.ended(provider, outcome);
    credentialsWatch.note(provider);
    if (!publishing.contains(provider)) {
      startPublication(provider);
    }
    startDue();
  }

  private void startPublication(Provider provider) {
    queue.remove(provider);
    publishing.add(provider);
    run(executors.publications(), () -> publish(provider));
  }

  private void publish(Provider provider) {
    try {
      provider.publish();
    } finally {
      synchronized (this) {
        publishing.remove(provider);
        lookAnew(provider);
        startDue();
      }
    }
    hookRunner.announced(provider);
    startDisposal(provider);
  }

  private void startDisposal(Provider provider) {
    provider.disposal().ifPresent(disposal -> run(executors.revocations(), disposal));
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  /** What failed because its host was down need not wait any longer. */
  private void release(Provider provider) {
    provider.refreshNow();
    lookAnew(provider);
  }

  /** While a provider publishes, nothing else is started; it is looked at when that ends. */
  private void lookAnew(Provider provider) {
    if (!publishing.contains(provider)) {
      hosts.withdraw(provider);
      queue.remove(provider);
      var next = hosts.isAsking(provider) ? provider.nextPublication() : provider.due();
      next.ifPresent(at -> queue.put(provider, at));
    }
  }

  private synchronized void disturbed(Provider provider, Target target) {
    provider.disturbed(target);
    lookAnew(provider);
    startDue();
  }

  private void askAgain(List<Provider> withNewSecrets) {
    withNewSecrets.forEach(p -> listener.on(new RefreshEvent.CredentialsChanged(p.name())));
    refreshNow(withNewSecrets);
  }

  /** For what is due before the next tick. */
  private void setAlarm(Instant now) {
    var first =
        Stream.of(queue.first(), hosts.nextAdmission(now))
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder())
            .orElse(Moments.NEVER);
    if (!stopped && first.isBefore(now.plus(TICK)) && first.isBefore(nextAlarm)) {
      var wait = Duration.between(now, first);
      nextAlarm = first;
      executors
          .alarm()
          .after(wait.compareTo(SHORTEST_ALARM) < 0 ? SHORTEST_ALARM : wait, () -> alarm(first));
    }
  }

  /** One that an earlier alarm had overtaken sets no other, or they would never end. */
  private synchronized void alarm(Instant set) {
    if (nextAlarm.equals(set)) {
      nextAlarm = Moments.NEVER;
    }
    startDue();
  }

  private synchronized void look() {
    startDue();
  }

  private void run(Executor executor, Runnable step) {
    try {
      executor.execute(step);
    } catch (RejectedExecutionException e) {
      stopped = true; // the executor was shut down: the process is ending
    }
  }
}
