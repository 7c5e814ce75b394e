package dev.bearerd.refresh;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Ticks the running agent each second. Due times are compared with the wall clock at each beat, so
 * a suspended machine and a stepped clock are noticed within a second.
 */
@Singleton
public class Heartbeat {
  private volatile Optional<Agent> agent = Optional.empty();

  /** From now on, this agent is ticked. */
  public void drive(Agent running) {
    agent = Optional.of(running);
  }

  /** The agent that is ticked. */
  public Optional<Agent> agent() {
    return agent;
  }

  @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
  void beat() {
    agent.ifPresent(Agent::tick);
  }
}
