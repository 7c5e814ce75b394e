package dev.bearerd.status;

import dev.bearerd.refresh.Agent;
import dev.bearerd.refresh.Failure;
import dev.bearerd.refresh.HookTask;
import dev.bearerd.refresh.Provider;
import dev.bearerd.refresh.ProviderState;
import dev.bearerd.refresh.TargetState;
import dev.bearerd.token.Token;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the agent knows, as {@code /status} serves it and {@code bearerd status} reads it. Times are
 * RFC 3339 in UTC.
 *
 * @param at when it was true
 * @param providers those that run here
 * @param shards empty where replicas share nothing
 */
@RegisterForReflection
public record StatusReport(Instant at, List<ProviderStatus> providers, List<ShardStatus> shards) {

  /**
   * Whose one shard is, as this replica has last seen it.
   *
   * @param holder the replica; empty where nobody holds it, or nobody can tell
   * @param here whether its providers run here
   * @param since when it has been the holder's, by the holder's clock
   */
  @RegisterForReflection
  public record ShardStatus(
      int shard, Optional<String> holder, boolean here, Optional<Instant> since) {}

  /**
   * One provider.
   *
   * @param state none, fresh, stale or expired
   * @param expiresAt of the token in hand
   * @param runwaySeconds for how long every reader has a valid token; 0 where one has none
   * @param nextFetchAt when a token is asked for next; never in the past; empty where none is asked
   *     for until another secret is given
   * @param hindrance why it waits although it is due
   * @param consecutiveFailures failed refreshes since the last success
   * @param lastError of the refreshes since the last success
   * @param journalError why the journal lacks what a restart would need
   */
  @RegisterForReflection
  public record ProviderStatus(
      String name,
      String state,
      Optional<Instant> expiresAt,
      long runwaySeconds,
      Optional<Instant> nextFetchAt,
      Optional<String> hindrance,
      int consecutiveFailures,
      Optional<String> lastError,
      Optional<String> journalError,
      List<TargetStatus> targets,
      List<HookStatus> hooks) {}

  /**
   * One target.
   *
   * @param current whether it holds the token in hand
   * @param publishedAt when it last held what was current then
   */
  @RegisterForReflection
  public record TargetStatus(
      String target, boolean current, Optional<Instant> publishedAt, Optional<String> lastError) {}

  /**
   * One hook.
   *
   * @param ranAt when it last succeeded
   */
  @RegisterForReflection
  public record HookStatus(String hook, Optional<Instant> ranAt, Optional<String> lastError) {}

  /** The report of this moment. */
  public static StatusReport of(Agent agent, List<ShardStatus> shards, Instant now) {
    return new StatusReport(
        now,
        agent.providers().stream().map(provider -> status(agent, provider, now)).toList(),
        shards);
  }

  private static ProviderStatus status(Agent agent, Provider provider, Instant now) {
    var state = provider.state();
    return new ProviderStatus(
        provider.name(),
        state.freshnessAt(now).name().toLowerCase(Locale.ROOT),
        state.token().map(Token::expiresAt),
        state.runwayAt(now).map(java.time.Duration::toSeconds).orElse(0L),
        nextFetch(state, now),
        agent.hindrance(provider),
        state.failures(),
        state.lastFailure().map(Failure::message),
        provider.journalComplaint(),
        state.targets().stream().map(StatusReport::status).toList(),
        provider.hooks().stream().map(StatusReport::status).toList());
  }

  private static Optional<Instant> nextFetch(ProviderState state, Instant now) {
    return Optional.of(state.nextFetch())
        .filter(at -> !state.isResting())
        .map(at -> at.isAfter(now) ? at : now);
  }

  private static TargetStatus status(TargetState target) {
    return new TargetStatus(
        target.description(),
        target.current(),
        target.publishedAt(),
        target.attempts().lastError());
  }

  private static HookStatus status(HookTask hook) {
    return new HookStatus(hook.description(), hook.ranAt(), hook.attempts().lastError());
  }
}
