package dev.bearerd.status;

import java.util.List;
import org.jboss.logging.Logger;

/** Logs what happens to the agent as a whole: one line an event. */
public final class AgentLog {
  private static final Logger LOG = Logger.getLogger("dev.bearerd");
  private static final int MOST_NAMES = 10;

  /** The agent has started. */
  public void started(int providers, String address) {
    LOG.infof("started providers=%d status=%s", providers, address);
  }

  /** The agent ends. */
  public void stopping() {
    LOG.info("stopping");
  }

  /** Something that works, and that the operator should change. */
  public void advise(String advice) {
    LOG.warn(advice);
  }

  /** What a restart would need cannot be remembered. */
  public void journalUnusable(String reason) {
    LOG.errorf("journal unusable cause=\"%s\"", reason);
  }

  /** A token could not be published there. */
  public void targetUnusable(String provider, String target, String reason) {
    LOG.warnf("target unusable provider=%s target=\"%s\" cause=\"%s\"", provider, target, reason);
  }

  /** Its providers run here from now on. */
  public void shardTaken(int shard, long transitions) {
    LOG.infof("shard taken shard=%d transitions=%d", shard, transitions);
  }

  /** Another replica asked for it. */
  public void shardGivenUp(int shard) {
    LOG.infof("shard given up shard=%d", shard);
  }

  /** Another replica has it, or may have it soon. */
  public void shardLost(int shard) {
    LOG.warnf("shard lost shard=%d", shard);
  }

  /** Shards cannot be taken, renewed or worked on. */
  public void shardsHindered(String reason) {
    LOG.warnf("shards hindered cause=\"%s\"", reason);
  }

  /** Somebody wants tokens to be renewed now. */
  public void refreshRequested(int providers) {
    LOG.infof("refresh requested providers=%d", providers);
  }

  /** Another configuration is in force. */
  public void reloaded(
      List<String> added, List<String> changed, List<String> removed, int unchanged) {
    LOG.infof(
        "configuration reloaded added=%s changed=%s removed=%s unchanged=%d",
        names(added), names(changed), names(removed), unchanged);
  }

  /** Keys of the new configuration that only a restart brings into force. */
  public void restartNeeded(List<String> keys) {
    LOG.warnf("configuration needs a restart keys=%s", names(keys));
  }

  /**
   * The configuration was changed to one that cannot be used; the one before stays in force.
   *
   * @param problems one line each, without secrets
   */
  public void notReloaded(List<String> problems) {
    LOG.errorf("configuration not reloaded problems=%d", problems.size());
    problems.stream()
        .limit(MOST_NAMES)
        .forEach(problem -> LOG.errorf("configuration problem %s", problem));
  }

  /** The control token could not be written, so that {@code bearerd refresh} cannot be served. */
  public void uncontrolled(String reason) {
    LOG.warnf("control unavailable cause=\"%s\"", reason);
  }

  /** What the service manager is told does not get through. */
  public void systemdUnheard(String reason) {
    LOG.warnf("systemd not told cause=\"%s\"", reason);
  }

  private static String names(List<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    var shown = String.join(",", names.subList(0, Math.min(MOST_NAMES, names.size())));
    var more = names.size() - MOST_NAMES;
    return more > 0 ? shown + ",and-" + more + "-more" : shown;
  }
}
