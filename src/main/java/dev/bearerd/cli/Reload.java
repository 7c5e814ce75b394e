package dev.bearerd.cli;

import dev.bearerd.config.Configuration;
import dev.bearerd.config.ConfigurationException;
import dev.bearerd.config.ConfigurationWatch;
import dev.bearerd.config.Difference;
import dev.bearerd.config.Problem;
import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.refresh.ProviderDefinition;
import dev.bearerd.status.AgentLog;
import dev.bearerd.target.TargetException;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Brings a changed configuration into force while the agent runs: all of it, or nothing. Providers
 * that did not change do not notice. All happens in a thread of its own, as files may hang.
 */
final class Reload {
  /** What is told of a reload. */
  record Reports(AgentLog log, Systemd systemd) {}

  private static final int LOOK_SECONDS = 1;

  private final Supplier<Configuration> reading;
  private final ConfigurationWatch watch;
  private final Workshop workshop;
  private final Roster roster;
  private final Workers workers;
  private final Reports reports;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Reload::daemon);
  private volatile Configuration current;

  /**
   * @param reading reads the configuration anew
   * @param watch was made before the current one was read
   */
  Reload(
      Supplier<Configuration> reading,
      ConfigurationWatch watch,
      Configuration current,
      Workshop workshop,
      Roster roster,
      Workers workers,
      Reports reports) {
    this.workers = workers;
    this.reading = reading;
    this.watch = watch;
    this.current = current;
    this.workshop = workshop;
    this.roster = roster;
    this.reports = reports;
  }

  /** From now on, reloads when the files have changed. */
  void start() {
    thread.execute(() -> probe(roster.running()));
    var unused =
        thread.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** Reloads whether or not anything has changed. */
  void request() {
    thread.execute(this::run);
  }

  private void look() {
    if (watch.hasChanged()) {
      run();
    }
  }

  private void run() {
    reports.systemd().reloading();
    watch.seen();
    try {
      var next = reading.get();
      bringIntoForce(next, workshop.assemble(next));
    } catch (ConfigurationException e) {
      reports.log().notReloaded(e.problems().stream().map(Problem::toString).toList());
    } catch (ClusterException e) {
      reports.log().notReloaded(List.of(String.valueOf(e.getMessage())));
    } catch (RuntimeException | Error e) { // another change may be one that can be followed
      reports.log().notReloaded(List.of("unforeseen: " + e.getClass().getName()));
    } finally {
      reports.systemd().ready();
    }
  }

  private void bringIntoForce(Configuration next, Assembly.Assembled assembled) {
    var difference = Difference.between(current, next);
    assembled.advice().forEach(reports.log()::advise);
    Workshop.sweep(next);
    workers.resize(next.agent().maxConcurrent());
    roster.reload(next, assembled.providers(), difference);
    current = next;
    report(difference);
    workshop.keepConnections(next);
    var concerned = new HashSet<>(difference.added());
    concerned.addAll(difference.changed());
    probe(roster.running().stream().filter(d -> concerned.contains(d.name())).toList());
  }

  /** What cannot be written is told before there is a token to be written. */
  private void probe(List<ProviderDefinition> definitions) {
    for (var definition : definitions) {
      for (var target : definition.targets()) {
        try {
          target.probe();
        } catch (TargetException e) {
          var reason = e.getMessage();
          reports.log().targetUnusable(definition.name(), target.description(), reason);
        }
      }
    }
  }

  private void report(Difference difference) {
    reports
        .log()
        .reloaded(
            difference.added(),
            difference.changed(),
            difference.removed(),
            difference.unchanged().size());
    if (!difference.needingRestart().isEmpty()) {
      reports.log().restartNeeded(difference.needingRestart());
    }
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "reload");
    thread.setDaemon(true);
    return thread;
  }
}
