package dev.bearerd.refresh;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ticks the running agent each second. Due times are compared with the wall clock at each beat, so
 * a suspended machine and a stepped clock are noticed within a second; the beats themselves follow
 * a clock that nobody can set.
 */
@Singleton
public class Heartbeat {
  private volatile Optional<Agent> agent = Optional.empty();

  /** From now on, this is the running agent. */
  public void drive(Agent running) {
    agent = Optional.of(running);
  }

  /** The agent that is ticked. */
  public Optional<Agent> agent() {
    return agent;
  }

  /** Ticks it for as long as the process lives. */
  public void start() {
    var beats = new ScheduledThreadPoolExecutor(1, Heartbeat::thread);
    var unused = beats.scheduleAtFixedRate(this::beat, 0, 1, TimeUnit.SECONDS);
  }

  /** Whatever happens in one beat, another follows. */
  private void beat() {
    try {
      agent.ifPresent(Agent::tick);
    } catch (RuntimeException | Error e) {
      var self = Thread.currentThread();
      self.getUncaughtExceptionHandler().uncaughtException(self, e);
    }
  }

  private static Thread thread(Runnable beats) {
    var thread = new Thread(beats, "heartbeat");
    thread.setDaemon(true);
    return thread;
  }
}
