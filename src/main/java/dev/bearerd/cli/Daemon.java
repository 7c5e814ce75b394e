package dev.bearerd.cli;

import dev.bearerd.config.Configuration;
import dev.bearerd.refresh.RefreshEvent;
import dev.bearerd.refresh.RefreshListener;
import dev.bearerd.status.EventLog;
import dev.bearerd.status.RefreshMetrics;
import io.quarkus.runtime.Quarkus;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** Keeps all providers of a configuration fresh until SIGTERM or SIGINT. */
final class Daemon {
  /** What is in flight at the end is published or abandoned within this time. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Configuration configuration;
  private final Container container;

  Daemon(Configuration configuration, Container container) {
    this.configuration = configuration;
    this.container = container;
  }

  /** Runs until it is told to end. */
  int run() throws Exception {
    var workshop = new Workshop(configuration);
    var assembled = workshop.assemble();
    var http = configuration.agent().http();
    return container.serve(
        http.host(), http.port(), beans -> keepFresh(workshop, assembled, beans));
  }

  private int keepFresh(Workshop workshop, Assembly.Assembled assembled, Container.Beans beans)
      throws InterruptedException {
    Signals.on("TERM", () -> Quarkus.asyncExit(ExitCode.FINE));
    Signals.on("INT", () -> Quarkus.asyncExit(ExitCode.FINE));
    var log = new EventLog(workshop.clock());
    var metrics = new RefreshMetrics(beans.registry(), workshop.clock());
    var listener = new Listener(log, metrics);
    log.started(assembled.providers().size(), statusAddress());
    assembled.advice().forEach(log::advise);
    workshop.sweep();
    var providers = workshop.providers(assembled.providers(), listener);
    providers.forEach(metrics::observe);
    var workers = workshop.workers();
    var agent = workshop.agent(providers, workers, listener);
    beans.heartbeat().drive(agent);
    agent.tick();
    Quarkus.waitForExit();
    log.stopping();
    agent.stop();
    workers.finish(GRACE);
    listener.end();
    return ExitCode.FINE;
  }

  private static String statusAddress() {
    var config = ConfigProvider.getConfig();
    return "http://"
        + config.getValue("quarkus.http.host", String.class)
        + ":"
        + config.getValue("quarkus.http.port", String.class)
        + "/status";
  }

  /** Tells log and metrics, but for what is abandoned at the end. */
  private static final class Listener implements RefreshListener {
    private final List<RefreshListener> listeners;
    private volatile boolean ended;

    Listener(RefreshListener... listeners) {
      this.listeners = List.of(listeners);
    }

    @Override
    public void on(RefreshEvent event) {
      if (!ended) {
        listeners.forEach(listener -> listener.on(event));
      }
    }

    void end() {
      ended = true;
    }
  }
}
