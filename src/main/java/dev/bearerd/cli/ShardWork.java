package dev.bearerd.cli;

import dev.bearerd.shard.Fence;
import dev.bearerd.shard.Replica;
import dev.bearerd.status.AgentLog;
import dev.bearerd.status.StatusReport.ShardStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Has the providers of those shards run here that this replica holds. Leases are looked at by a
 * thread of their own; another one sees to it that nothing goes on that could not be renewed.
 */
final class ShardWork implements Replica.Work {
  private static final Duration WATCH = Duration.ofMillis(500);

  private final Roster roster;
  private final Workshop workshop;
  private final AgentLog log;
  private final Replica replica;
  private final ScheduledThreadPoolExecutor looks = thread("leases");
  private final ScheduledThreadPoolExecutor watch = thread("leases-watch");
  private volatile String hindrance = "";
  private volatile boolean undisturbed = true;

  ShardWork(Roster roster, Workshop workshop, String name, AgentLog log) {
    this.roster = roster;
    this.workshop = workshop;
    this.log = log;
    this.replica = workshop.replica(name, this);
  }

  void start() {
    every(looks, Replica.INTERVAL, this::look);
    every(watch, WATCH, replica::expire);
  }

  /** Gives up all shards, of which nothing may be under way any more. */
  void stop(Duration grace) throws InterruptedException {
    watch.shutdownNow();
    looks.execute(replica::leave); // after the look that may be under way
    looks.shutdown();
    looks.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How many are held. */
  int held() {
    return replica.shards().size();
  }

  /** Whose the shards are, as it was last seen. */
  List<ShardStatus> status() {
    var here = replica.shards();
    return replica.standings().stream()
        .map(s -> new ShardStatus(s.shard(), s.holder(), here.contains(s.shard()), s.since()))
        .toList();
  }

  @Override
  public long lastHolder(int shard) {
    return workshop.journal(shard, Optional.empty()).lastHolder();
  }

  @Override
  public void begin(int shard, Fence fence) {
    var journal = workshop.journal(shard, Optional.of(fence));
    journal.takeOver(provider -> workshop.sharding().shardOf(provider) == shard);
    roster.begin(shard, journal);
    log.shardTaken(shard, fence.number());
  }

  /** Told once, though what was lost while it began is ended twice. */
  @Override
  public void end(int shard, Replica.Reason reason) {
    if (!roster.end(shard)) {
      return;
    }
    if (reason == Replica.Reason.LOST) {
      log.shardLost(shard);
    } else {
      log.shardGivenUp(shard);
    }
  }

  @Override
  public boolean isIdle(int shard) {
    return roster.isIdle(shard);
  }

  @Override
  public boolean isUnsaved(int shard) {
    return roster.isUnsaved(shard);
  }

  private void look() {
    undisturbed = true;
    replica.look();
    if (undisturbed) {
      hindrance = "";
      roster.standBy(Optional.empty());
    }
  }

  /** Once, as it goes on and on. */
  @Override
  public void hindered(String cause) {
    undisturbed = false;
    roster.standBy(Optional.of(cause));
    if (!cause.equals(hindrance)) {
      hindrance = cause;
      log.shardsHindered(cause);
    }
  }

  /** What is unforeseen must not end the looks. */
  private void every(ScheduledThreadPoolExecutor thread, Duration interval, Runnable step) {
    Runnable guarded =
        () -> {
          try {
            step.run();
          } catch (RuntimeException | Error e) {
            hindered("unforeseen: " + e.getClass().getName());
          }
        };
    var unused =
        thread.scheduleWithFixedDelay(guarded, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static ScheduledThreadPoolExecutor thread(String name) {
    var executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              var thread = new Thread(work, name);
              thread.setContextClassLoader(ShardWork.class.getClassLoader());
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return executor;
  }
}
