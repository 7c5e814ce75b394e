package dev.bearerd.refresh;

import dev.bearerd.token.TokenException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
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

  private final int limit;
  private final PriorityQueue<Provider> waiting =
      new PriorityQueue<>(Comparator.comparing(Provider::urgency).thenComparing(Provider::name));
  private final Set<Provider> failedHere = new LinkedHashSet<>();
  private int inFlight;
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

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  boolean admits(Instant now) {
    var slots = downSince.isPresent() ? 1 : limit;
    return hasWaiting() && inFlight < slots && !now.isBefore(heldUntil);
  }

  /** When the token of the most urgent provider that waits ends. */
  Instant urgency() {
    return waiting.element().urgency();
  }

  /** Takes the most urgent provider, for a request that is about to be sent. */
  Provider next() {
    inFlight++;
    return waiting.remove();
  }

  /**
   * A request has ended.
   *
   * @return the providers that failed because the host was down and may ask again, now that it is
   *     up
   */
  List<Provider> ended(Provider provider, Optional<TokenException> failure, Instant now) {
    inFlight--;
    if (failure.filter(TokenException::hostAffected).isPresent()) {
      down(provider, failure.get(), now);
      return List.of();
    }
    return up();
  }

  private void down(Provider provider, TokenException failure, Instant now) {
    var since = downSince.orElse(now);
    downSince = Optional.of(since);
    failedHere.add(provider);
    var pause = failure.retryAfter().orElse(Duration.ZERO);
    var wait = probeWait(Duration.between(since, now));
    hold(now.plus(pause.compareTo(wait) > 0 ? pause : wait));
  }

  private void hold(Instant until) {
    heldUntil = until.isAfter(heldUntil) ? until : heldUntil;
  }

  private List<Provider> up() {
    var released = downSince.isPresent() ? List.copyOf(failedHere) : List.<Provider>of();
    downSince = Optional.empty();
    failedHere.clear();
    return released;
  }

  private static Duration probeWait(Duration down) {
    var wait = down.dividedBy(PROBE_WAIT_DIVISOR);
    if (wait.compareTo(SHORTEST_PROBE_WAIT) < 0) {
      return SHORTEST_PROBE_WAIT;
    }
    return wait.compareTo(LONGEST_PROBE_WAIT) > 0 ? LONGEST_PROBE_WAIT : wait;
  }
}
