package dev.bearerd.secret;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.ClusterException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Keeps an API server that does not answer, or wants to be left alone, from holding up all who want
 * something of it: one after another asks, at most once a second, and the rest fail at once.
 * Whoever gets an answer wakes all of them, so that nobody waits longer than it takes. Safe for
 * threads.
 */
final class Recovery {
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /**
   * @param until by the uptime, nobody asks
   */
  private record Outage(ClusterException why, Duration until) {}

  private final Supplier<Duration> uptime;
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean probing = new AtomicBoolean();
  private volatile Optional<Outage> outage = Optional.empty();

  /**
   * @param uptime a clock that nobody can set
   */
  Recovery(Supplier<Duration> uptime) {
    this.uptime = uptime;
  }

  /**
   * Asks the API server.
   *
   * @param wake is called once, at the next answer, where there is none now
   */
  <T> T ask(Supplier<T> request, Runnable wake) {
    var current = outage;
    if (current.isEmpty()) {
      return attempt(request, wake);
    }
    if (uptime.get().compareTo(current.get().until()) < 0 || !probing.compareAndSet(false, true)) {
      waiting.add(wake);
      throw current.get().why();
    }
    try {
      return attempt(request, wake);
    } finally {
      probing.set(false);
    }
  }

  private <T> T attempt(Supplier<T> request, Runnable wake) {
    try {
      var answer = request.get();
      answered();
      return answer;
    } catch (ClusterException e) {
      pause(e)
          .ifPresent(
              pause -> {
                outage = Optional.of(new Outage(e, uptime.get().plus(pause)));
                waiting.add(wake);
              });
      throw e;
    }
  }

  private static Optional<Duration> pause(ClusterException e) {
    return e.kind() == Kind.UNREACHABLE
        ? Optional.of(BETWEEN_TRIES)
        : e.retryAfter().map(asked -> asked.compareTo(LONGEST) < 0 ? asked : LONGEST);
  }

  private void answered() {
    outage = Optional.empty();
    List.copyOf(waiting).stream().filter(waiting::remove).forEach(Runnable::run);
  }
}
