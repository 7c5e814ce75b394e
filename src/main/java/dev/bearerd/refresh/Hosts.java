package dev.bearerd.refresh;

import dev.bearerd.token.TokenException.Reach;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Who waits for which host. Among those that their hosts admit, whose token ends first goes first;
 * those that failed come last, as their requests may hang. Not safe for threads: the agent guards
 * it.
 */
final class Hosts {
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final Map<String, Host> hosts = new HashMap<>();
  private final Map<Provider, Host> waiting = new HashMap<>();
  private final Map<Provider, Host> asking = new HashMap<>();
  private final Set<Host> awaited = new LinkedHashSet<>();
  private final IntSupplier limit;
  private final InstantSource clock;
  private final RefreshListener listener;

  /**
   * @param limit requests in flight to one host at the same time
   */
  Hosts(IntSupplier limit, InstantSource clock, RefreshListener listener) {
    this.limit = limit;
    this.clock = clock;
    this.listener = listener;
  }

  /** Takes up the pause that a provider's host asked an earlier run for. */
  void resume(Provider provider) {
    var now = clock.instant();
    var held = provider.hostHeldUntil().filter(now::isBefore);
    if (held.isPresent()) {
      var latest = now.plus(LONGEST_PAUSE); // it is later only where the clock was set meanwhile
      var until = held.get().isBefore(latest) ? held.get() : latest;
      hold(host(provider), until, provider);
    }
  }

  void await(Provider provider) {
    var host = host(provider);
    host.await(provider);
    waiting.put(provider, host);
    awaited.add(host);
  }

  void withdraw(Provider provider) {
    Optional.ofNullable(waiting.remove(provider)).ifPresent(host -> host.withdraw(provider));
  }

  /** Whether a request of this provider is in flight, or its answer is still being dealt with. */
  boolean isAsking(Provider provider) {
    return asking.containsKey(provider);
  }

  /** Whether the host of one whose request is about to be sent still wants requests now. */
  boolean isOpen(Provider provider) {
    var host = Optional.ofNullable(asking.get(provider)).orElseThrow();
    return !host.isHeld(clock.instant());
  }

  /** Takes those whose requests are to be sent now. */
  List<Provider> next(int inAll) {
    var now = clock.instant();
    var next = new ArrayList<Provider>();
    var admitting =
        new PriorityQueue<>(Comparator.comparing(Host::isFailing).thenComparing(Host::urgency));
    awaited.stream().filter(host -> host.admits(now)).forEach(admitting::add);
    while (asking.size() < inAll && !admitting.isEmpty()) {
      var host = admitting.remove();
      var provider = host.next();
      waiting.remove(provider);
      asking.put(provider, host);
      next.add(provider);
      if (host.admits(now)) {
        admitting.add(host);
      }
    }
    awaited.removeIf(host -> !host.hasWaiting());
    return next;
  }

  /** When one that waits can be sent, where it waits only for the end of a pause. */
  Optional<Instant> nextAdmission(Instant now) {
    return awaited.stream()
        .flatMap(host -> host.nextAdmission(now).stream())
        .min(Comparator.naturalOrder());
  }

  /**
   * A request has ended, and what follows from it is still to be done. What the host wishes counts
   * from now on, and one that answered has room for the next request.
   *
   * @return the providers that failed because the host was down and may ask again, now that it is
   *     up
   */
  List<Provider> heard(Provider provider, Outcome outcome) {
    var host = Optional.ofNullable(asking.get(provider)).orElseThrow();
    outcome.pause().ifPresent(pause -> hold(host, clock.instant().plus(pause), provider));
    if (outcome.reach() != Reach.ANSWERED) {
      return List.of();
    }
    var before = host.downSince();
    var released = host.answered(provider);
    before
        .map(since -> new RefreshEvent.HostBack(provider.name(), host.name(), since))
        .ifPresent(listener::on);
    return released;
  }

  /** All that follows from a request is done: this provider may ask again when it is due. */
  void ended(Provider provider, Outcome outcome) {
    var host = Optional.ofNullable(asking.remove(provider)).orElseThrow();
    var before = host.downSince();
    host.ended(provider, outcome.reach(), clock.instant());
    if (before.isEmpty() && host.downSince().isPresent()) {
      listener.on(new RefreshEvent.HostDown(provider.name(), host.name()));
    }
  }

  /** Why a provider whose token is due waits; empty where it does not. */
  Optional<String> hindrance(Provider provider) {
    return Optional.ofNullable(waiting.get(provider)).map(host -> host.hindrance(clock.instant()));
  }

  private void hold(Host host, Instant until, Provider teller) {
    host.hold(until);
    listener.on(new RefreshEvent.HostHeld(teller.name(), host.name(), until));
  }

  private Host host(Provider provider) {
    return hosts.computeIfAbsent(provider.host(), name -> new Host(name, limit));
  }

  /** The clock was set. */
  void shift(Duration step) {
    hosts.values().forEach(host -> host.shift(step));
  }
}
