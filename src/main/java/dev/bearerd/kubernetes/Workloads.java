package dev.bearerd.kubernetes;

import java.time.Instant;
import java.util.Optional;

/** The workloads of a cluster. Safe for use by many threads at once. */
public interface Workloads {

  /**
   * What is known of the last restart of a workload.
   *
   * @param version changes with the workload
   * @param at empty where it was never restarted
   */
  record LastRestart(String version, Optional<Instant> at) {}

  /**
   * When somebody last restarted it, be it bearerd or anybody else.
   *
   * @throws ClusterException without an answer
   */
  LastRestart lastRestart(Workload workload);

  /**
   * Restarts it, unless it has changed since.
   *
   * @param last what was found before
   * @throws ClusterException of the kind {@code CONFLICT} where it has changed
   */
  void restart(Workload workload, LastRestart last, Instant now);
}
