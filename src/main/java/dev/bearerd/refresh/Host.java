package dev.bearerd.refresh;

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
import java.util.function.IntSupplier;

/**
 * The providers that wait for one host, and what is known of that host. While it is down, one
 * request at a time probes it. Not safe for threads: the agent guards it.
 */
final class Host {
  private static final Duration SHORTEST_PROBE_WAIT = Duration.ofMillis(1250);

  /** Nobody has to wait longer to find out that a host can be reached again. */
  static final Duration LONGEST_PROBE_WAIT = Duration.ofSeconds(30);

  /** The wait between two probes, as a part of the time that the host has been down. */
  private static final int PROBE_WAIT_DIVISOR = 48;

  /** So many providers, in a row, find a host in trouble before it is their host and not they. */
  private static final int WITNESSES = 3;

  private final String name;
  private final IntSupplier limit;
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
  Host(String name, IntSupplier limit) {
    this.name = name;
    this.limit = limit;
  }

  /** Scheme, name and port. */
  String name() {
    return name;
  }

  void await(Provider provider) {
    waiting.add(provider);
  }

  void withdraw(Provider provider) {
    waiting.remove(provider);
  }

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  boolean admits(Instant now) {
    return hasRequest() && !isHeld(now);
  }

  /** When the next request may be sent, where one waits only for that. */
  Optional<Instant> nextAdmission(Instant now) {
    return hasRequest() && isHeld(now) ? Optional.of(heldUntil) : Optional.empty();
  }

  private boolean hasRequest() {
    var slots = downSince.isPresent() ? 1 : limit.getAsInt();
    return hasWaiting() && inFlight.size() < slots;
  }

  Optional<Instant> downSince() {
    return downSince;
  }

  /** Why those that wait must wait. */
  String hindrance(Instant now) {
    if (downSince.isPresent()) {
      return "waits for its host, which is down since " + seconds(downSince.get());
    }
    return isHeld(now)
        ? "waits for its host, which asked for a pause until " + seconds(heldUntil)
        : "waits for its turn at its host";
  }

  /** Whether the most urgent provider that waits has failed, and so have all others that do. */
  boolean isFailing() {
    return waiting.element().isFailing();
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
   * The host has answered a request, so it is up, and has room for the next.
   *
   * @return the providers that failed because the host was down and may ask again, now that it is
   *     up
   */
  List<Provider> answered(Provider provider) {
    inFlight.remove(provider);
    inTrouble.remove(provider);
    var released =
        downSince.isEmpty()
            ? List.<Provider>of()
            : inTrouble.stream().filter(other -> !inFlight.contains(other)).toList();
    downSince = Optional.empty();
    inTrouble.clear();
    return released;
  }

  /** A provider's request has ended, whether the host has answered it or not. */
  void ended(Provider provider, Reach reach, Instant now) {
    inFlight.remove(provider);
    if (reach == Reach.UNREACHED || reach == Reach.STRAINED) {
      trouble(provider, reach, now);
    }
  }

  /** The clock was set. */
  void shift(Duration step) {
    downSince = downSince.map(since -> since.plus(step));
    heldUntil = Moments.shifted(heldUntil, step);
  }

  private void trouble(Provider provider, Reach reach, Instant now) {
    inTrouble.add(provider);
    var isDown = downSince.isPresent() || inTrouble.size() >= WITNESSES;
    if (isDown || reach == Reach.UNREACHED) {
      var since = downSince.orElse(now);
      downSince = Optional.of(since);
      hold(now.plus(probeWait(Duration.between(since, now))));
    }
  }

  /** Whether nothing is to be sent: it asked for a pause, or is down and was probed just now. */
  boolean isHeld(Instant now) {
    return now.isBefore(heldUntil);
  }

  /** Sends nothing until then. */
  void hold(Instant until) {
    heldUntil = until.isAfter(heldUntil) ? until : heldUntil;
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
