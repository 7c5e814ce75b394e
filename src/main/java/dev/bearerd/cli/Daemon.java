package dev.bearerd.cli;

import dev.bearerd.cli.Assembly.Assembled;
import dev.bearerd.config.AgentConfig;
import dev.bearerd.config.Configuration;
import dev.bearerd.config.ConfigurationWatch;
import dev.bearerd.file.FileException;
import dev.bearerd.refresh.Agent;
import dev.bearerd.refresh.RefreshEvent;
import dev.bearerd.refresh.RefreshListener;
import dev.bearerd.status.AgentLog;
import dev.bearerd.status.Control;
import dev.bearerd.status.EventLog;
import dev.bearerd.status.RefreshMetrics;
import io.quarkus.runtime.Quarkus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.ConfigProvider;

/** Keeps all providers of a configuration fresh until SIGTERM or SIGINT. */
final class Daemon {
  /** What is in flight at the end is published or abandoned within this time. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Supplier<Configuration> reading;
  private final ConfigurationWatch watch;
  private final Map<String, String> environment;
  private final Container container;
  private final AgentLog log = new AgentLog();
  private final Wish reloads = new Wish();
  private final Wish renewals = new Wish();
  private final Wish endings = new Wish();

  /**
   * @param reading reads the configuration, now and whenever it changes
   * @param locations of its files
   * @param environment tells whether systemd wants to know how the service is
   */
  Daemon(
      Supplier<Configuration> reading,
      List<Path> locations,
      Map<String, String> environment,
      Container container) {
    this.environment = Map.copyOf(environment);
    this.watch = new ConfigurationWatch(locations);
    this.reading = reading;
    this.container = container;
  }

  /** Runs until it is told to end. */
  int run() throws Exception {
    hearWishes(); // by default both signals end a process that is starting
    var configuration = reading.get();
    var workshop = new Workshop(configuration.agent());
    var assembled = workshop.assemble(configuration);
    var http = configuration.agent().http();
    return container.serve(
        http.host(), http.port(), beans -> keepFresh(configuration, workshop, assembled, beans));
  }

  private int keepFresh(
      Configuration configuration, Workshop workshop, Assembled assembled, Container.Beans beans)
      throws InterruptedException {
    Signals.on("TERM", this::end);
    Signals.on("INT", this::end);
    hearWishes(); // again: in a native binary, Quarkus has taken SIGHUP meanwhile
    var metrics = new RefreshMetrics(beans.registry(), workshop.clock());
    var listener = new Listener(new EventLog(workshop.clock()), metrics);
    log.started(assembled.providers().size(), statusAddress());
    assembled.advice().forEach(log::advise);
    workshop.journalProblem().ifPresent(log::journalUnusable);
    Workshop.sweep(configuration);
    var workers = Workshop.workers(configuration.agent());
    var agent = workshop.agent(configuration.agent(), List.of(), workers, listener);
    endings.fulfil(agent::stop); // before it is given any work
    workshop.watch(agent);
    var roster =
        new Roster(workshop, agent, metrics, listener, configuration, assembled.providers());
    var shards = shards(roster, workshop);
    shards.ifPresent(
        held -> {
          beans.shards().show(held::status);
          metrics.observeShards(held::held);
        });
    beans.heartbeat().drive(agent);
    beans.heartbeat().start();
    grantControl(configuration.agent(), workshop, beans.control());
    var systemd = new Systemd(environment, log::systemdUnheard);
    var reports = new Reload.Reports(log, systemd);
    var reload = new Reload(reading, watch, configuration, workshop, roster, workers, reports);
    reload.start();
    obey(agent, reload);
    systemd.ready();
    new Vitals(agent, workshop.clock(), systemd).tell(workers);
    Quarkus.waitForExit();
    log.stopping();
    systemd.stopping();
    agent.stop();
    workers.finish(GRACE);
    for (var held : shards.stream().toList()) {
      held.stop(GRACE);
    }
    agent.abandon();
    listener.end();
    systemd.finish(GRACE);
    return ExitCode.FINE;
  }

  /** Takes part in the work on shards; where there is only one, all of it is done here. */
  private Optional<ShardWork> shards(Roster roster, Workshop workshop) {
    if (workshop.sharding().count() == 1) {
      roster.begin(0, workshop.journal());
      return Optional.empty();
    }
    var shards = new ShardWork(roster, workshop, name(workshop.random()), log);
    shards.start();
    return Optional.of(shards);
  }

  /** In a pod, that of the pod. */
  private String name(RandomGenerator random) {
    return Optional.of(environment.getOrDefault("HOSTNAME", ""))
        .filter(name -> !name.isEmpty())
        .orElseGet(() -> "bearerd-" + Long.toHexString(random.nextLong()));
  }

  private void grantControl(AgentConfig config, Workshop workshop, Control control) {
    try {
      ControlToken.place(config, environment)
          .map(place -> new ControlToken(place, workshop.random()).make())
          .ifPresent(control::grant);
    } catch (FileException e) {
      log.uncontrolled(String.valueOf(e.getMessage()));
    }
  }

  private void end() {
    Quarkus.asyncExit(ExitCode.FINE);
    endings.make();
  }

  private void hearWishes() {
    Signals.on("HUP", reloads::make);
    Signals.on("USR1", renewals::make);
  }

  private void obey(Agent agent, Reload reload) {
    reloads.fulfil(reload::request);
    renewals.fulfil(
        () -> {
          log.refreshRequested(agent.providers().size());
          agent.refreshNow(agent.providers());
        });
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
        listeners.forEach(listener -> tell(listener, event));
      }
    }

    /** Whoever reports an event must not be kept from the next step by it. */
    private static void tell(RefreshListener listener, RefreshEvent event) {
      try {
        listener.on(event);
      } catch (RuntimeException e) {
        var self = Thread.currentThread();
        self.getUncaughtExceptionHandler().uncaughtException(self, e);
      }
    }

    void end() {
      ended = true;
    }
  }
}
