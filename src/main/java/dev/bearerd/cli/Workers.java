package dev.bearerd.cli;

import dev.bearerd.refresh.Agent;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of an agent. Those that publish are others than those that ask, so that a disk that
 * hangs holds up no request. All end when they are idle, and none keeps the process alive.
 */
final class Workers {
  private static final int IDLE_SECONDS = 30;

  private final ThreadPoolExecutor requests;
  private final ThreadPoolExecutor publications;

  /**
   * @param threads of each sort, at most
   */
  Workers(int threads) {
    requests = pool(threads, "request-");
    publications = pool(threads, "publication-");
  }

  Agent.Executors executors() {
    return new Agent.Executors(requests, publications);
  }

  /** Waits for what is at work, and for what that publishes; after the grace it is abandoned. */
  void finish(Duration grace) throws InterruptedException {
    var end = System.nanoTime() + grace.toNanos();
    requests.shutdown();
    requests.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS);
    publications.shutdown();
    publications.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
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
            work -> {
              var thread = new Thread(work, name + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
