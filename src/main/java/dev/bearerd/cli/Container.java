package dev.bearerd.cli;

import dev.bearerd.refresh.Heartbeat;
import dev.bearerd.status.Control;
import dev.bearerd.status.ShardBoard;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.BindException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * Starts Quarkus, runs a piece of work inside, and stops it. HTTP clients need it; the status
 * address is part of it where an agent stays.
 */
final class Container {
  /** Quarkus makes the application object itself; this is how the work reaches it. */
  private static volatile Work<?> pending = beans -> "";

  private final boolean jsonLog;

  Container(boolean jsonLog) {
    this.jsonLog = jsonLog;
  }

  /** What runs inside. */
  @FunctionalInterface
  interface Work<T> {
    /**
     * Does the work; Quarkus stops when it returns.
     *
     * @param beans what Quarkus made
     */
    T run(Beans beans) throws Exception;
  }

  /**
   * What Quarkus makes and the work needs.
   *
   * @param heartbeat ticks once it is started
   */
  record Beans(Heartbeat heartbeat, Control control, ShardBoard shards, MeterRegistry registry) {}

  /** Runs work that ends by itself: no port is opened. */
  <T> T run(Work<T> work) throws Exception {
    System.setProperty("quarkus.http.host-enabled", "false");
    return start(work);
  }

  /** Runs work that stays, with the status address. */
  <T> T serve(String host, int port, Work<T> work) throws Exception {
    System.setProperty("quarkus.http.host", host);
    System.setProperty("quarkus.http.port", Integer.toString(port));
    try {
      return start(work);
    } catch (RuntimeException e) {
      throw isTaken(e) ? taken(host, port) : e;
    }
  }

  private static boolean isTaken(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(BindException.class::isInstance);
  }

  private static CommandFailure taken(String host, int port) {
    return new CommandFailure(
        ExitCode.UNREACHABLE,
        "cannot serve the status at %s:%d: the port is taken, or the host is not of this machine;"
                .formatted(host, port)
            + " set http.port (0 takes any free one) and http.host");
  }

  private <T> T start(Work<T> work) throws Exception {
    System.setProperty("quarkus.log.console.json.enabled", Boolean.toString(jsonLog));
    var outcome = new CompletableFuture<T>();
    pending = beans -> outcome.complete(work.run(beans));
    Quarkus.run(Application.class, (code, cause) -> fail(outcome, Optional.ofNullable(cause)));
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** Of no effect where the work was done before Quarkus failed. */
  private static void fail(CompletableFuture<?> outcome, Optional<Throwable> cause) {
    outcome.completeExceptionally(
        cause.orElseGet(
            () -> new CommandFailure(ExitCode.UNREACHABLE, "ended before it had started")));
  }

  /** What Quarkus runs. */
  @Singleton
  @Unremovable
  public static class Application implements QuarkusApplication {
    private final Beans beans;

    Application(Heartbeat heartbeat, Control control, ShardBoard shards, MeterRegistry registry) {
      this.beans = new Beans(heartbeat, control, shards, registry);
    }

    @Override
    public int run(String... arguments) throws Exception {
      pending.run(beans);
      return ExitCode.FINE;
    }
  }

  /** The one system clock. */
  @Singleton
  static class Clock {
    @Produces
    @Singleton
    InstantSource clock() {
      return InstantSource.system();
    }
  }
}
