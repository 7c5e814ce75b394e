package dev.bearerd.refresh;

import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Reach;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The providers that wait for one host, and what is known of that host. While it is down, one
 * request at a time probes it. Not safe for threads: the agent guards it.
 */
final class Host {
  private static final Duration SHORTEST_PROBE_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_PROBE_WAIT = Duration.ofSeconds(30);

  /** The wait between two probes, as a part of the time that the host has been down. */
  private static final int PROBE_WAIT_DIVISOR = 24;

  /** So many providers, in a row, find a host in trouble before it is their host and not they. */
  private static final int WITNESSES = 3;

  private final int limit;
  private final PriorityQueue<Provider> waiting =
      new PriorityQueue<>(
          Comparator.comparing(Provider::isFailing)
              .thenComparing(Provider::urgency)
              .thenComparing(Provider::name));
  private final Set<Provider> inFlight = new HashSet<>();
  private final Set<Provider> inTrouble = new LinkedHashSet<>();
  private Optional<Instant> downSince = Optional.empty();
  private Instant heldUntil = Instant.EPOCH;

  /**
   * @param limit requests in flight at the same time, while the host is up
   */
  Host(int limit) {
    this.limit = limit;
  }

  void await(Provider provider) {
    waiting.add(provider);
  }

  void withdraw(Provider provider) {
    waiting.remove(provider);
  }

  boolean isAwaitedBy(Provider provider) {
    return waiting.contains(provider);
  }

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  boolean admits(Instant now) {
    var slots = downSince.isPresent() ? 1 : limit;
    return hasWaiting() && inFlight.size() < slots && !now.isBefore(heldUntil);
  }

  Optional<Instant> downSince() {
    return downSince;
  }

  /** Why those that wait must wait. */
  String hindrance(Instant now) {
    if (downSince.isPresent()) {
      return "waits for its host, which is down since " + seconds(downSince.get());
    }
    return now.isBefore(heldUntil)
        ? "waits for its host, which asked for a pause until " + seconds(heldUntil)
        : "waits for its turn at its host";
  }

  /** When the token of the most urgent provider that waits ends. */
  Instant urgency() {
    return waiting.element().urgency();
  }

  /** Takes the most urgent provider, for a request that is about to be sent. */
  Provider next() {
    var provider = waiting.remove();
    inFlight.add(provider);
    return provider;
  }

  /**
   * A request has ended.
   *
   * @return the providers that failed because the host was down and may ask again, now that it is
   *     up
   */
  List<Provider> ended(Provider provider, Optional<TokenException> failure, Instant now) {
    inFlight.remove(provider);
    return switch (failure.map(TokenException::reach).orElse(Reach.ANSWERED)) {
      case NOT_ASKED -> List.of();
      case ANSWERED -> up(provider);
      case UNREACHED, STRAINED -> trouble(provider, failure.orElseThrow(), now);
    };
  }

  private List<Provider> trouble(Provider provider, TokenException failure, Instant now) {
    inTrouble.add(provider);
    failure.retryAfter().ifPresent(pause -> hold(now.plus(pause)));
    var isDown = downSince.isPresent() || inTrouble.size() >= WITNESSES;
    if (isDown || failure.reach() == Reach.UNREACHED) {
      var since = downSince.orElse(now);
      downSince = Optional.of(since);
      hold(now.plus(probeWait(Duration.between(since, now))));
    }
    return List.of();
  }

  private void hold(Instant until) {
    heldUntil = until.isAfter(heldUntil) ? until : heldUntil;
  }

  private List<Provider> up(Provider witness) {
    inTrouble.remove(witness);
    var released =
        downSince.isEmpty()
            ? List.<Provider>of()
            : inTrouble.stream().filter(provider -> !inFlight.contains(provider)).toList();
    downSince = Optional.empty();
    inTrouble.clear();
    return released;
  }

  private static Duration probeWait(Duration down) {
    var wait = down.dividedBy(PROBE_WAIT_DIVISOR);
    if (wait.compareTo(SHORTEST_PROBE_WAIT) < 0) {
      return SHORTEST_PROBE_WAIT;
    }
    return wait.compareTo(LONGEST_PROBE_WAIT) > 0 ? LONGEST_PROBE_WAIT : wait;
  }

  private static Instant seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
