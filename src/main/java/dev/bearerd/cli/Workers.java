package dev.bearerd.cli;

import dev.bearerd.refresh.Agent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of an agent. Those that publish are others than those that ask, so that a disk that
 * hangs holds up no request, and those of the hooks and of revocations are others again. All but
 * one end when they are idle, and none keeps the process alive.
 */
final class Workers {
  private static final int IDLE_SECONDS = 30;

  /** A program has one from SIGTERM to SIGKILL; the others are for a busy machine. */
  private static final int SECONDS_TO_END_PROGRAMS = 4;

  private final ThreadPoolExecutor requests;
  private final ThreadPoolExecutor publications;
  private final ThreadPoolExecutor hooks;
  private final ThreadPoolExecutor revocations = pool(1, "revocation-");
  private final ScheduledThreadPoolExecutor alarms =
      new ScheduledThreadPoolExecutor(
          1, work -> daemon(work, "alarms"), new ThreadPoolExecutor.DiscardPolicy());

  /**
   * @param threads of each sort, at most
   */
  Workers(int threads) {
    requests = pool(threads, "request-");
    publications = pool(threads, "publication-");
    hooks = pool(threads, "hook-");
    alarms.prestartCoreThread(); // later there may be no room for a thread
  }

  /** Allows as many threads of each sort from now on. */
  void resize(int threads) {
    for (var pool : List.of(requests, publications, hooks)) {
      pool.setCorePoolSize(Math.min(threads, pool.getMaximumPoolSize()));
      pool.setMaximumPoolSize(threads);
      pool.setCorePoolSize(threads);
    }
  }

  Agent.Executors executors() {
    return new Agent.Executors(
        executor(requests),
        executor(publications),
        executor(hooks),
        executor(revocations),
        this::later);
  }

  private void later(Duration delay, Runnable step) {
    var unused = alarms.schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Does something over and over, in one thread with all else that is to be done so. */
  void every(Duration interval, Runnable work) {
    var nanos = interval.toNanos();
    var unused = alarms.scheduleWithFixedDelay(work, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Waits for what is at work, and for what that starts; after the grace it is abandoned. */
  void finish(Duration grace) throws InterruptedException {
    var end = System.nanoTime() + grace.toNanos();
    alarms.shutdownNow();
    for (var pool : List.of(requests, publications, hooks, revocations)) {
      pool.shutdown();
      pool.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
    hooks.shutdownNow(); // ends the programs that they wait for
    hooks.awaitTermination(SECONDS_TO_END_PROGRAMS, TimeUnit.SECONDS);
  }

  /** Where no thread can be made now, one that there is takes the work later. */
  private static Executor executor(ThreadPoolExecutor pool) {
    return work -> {
      try {
        pool.execute(work);
      } catch (OutOfMemoryError e) {
        pool.getQueue().add(work);
      }
    };
  }

  private static ThreadPoolExecutor pool(int threads, String name) {
    var number = new AtomicInteger();
    var pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> daemon(work, name + number.incrementAndGet()));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * Whoever makes it: a thread that delivers a signal has a class loader which finds nothing of
   * ours, and threads inherit that.
   */
  private static Thread daemon(Runnable work, String name) {
    var thread = new Thread(work, name);
    thread.setContextClassLoader(Workers.class.getClassLoader());
    thread.setDaemon(true);
    return thread;
  }
}
