package dev.bearerd.oauth;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that made it when time is up. Once it is closed, the thread is not
 * interrupted any more, and nothing of an interruption is left.
 */
final class Deadline implements AutoCloseable {
  private final Thread thread = Thread.currentThread();
  private final ScheduledFuture<?> alarm;
  private boolean passed;
  private boolean closed;

  Deadline(Duration timeout, ScheduledExecutorService alarms) {
    alarm = alarms.schedule(this::interrupt, timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void interrupt() {
    if (!closed) {
      passed = true;
      thread.interrupt();
    }
  }

  synchronized boolean passed() {
    return passed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    alarm.cancel(false);
    if (passed) {
      Thread.interrupted();
    }
  }
}
