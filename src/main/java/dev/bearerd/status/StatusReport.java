package dev.bearerd.status;

import dev.bearerd.refresh.Agent;
import dev.bearerd.refresh.Failure;
import dev.bearerd.refresh.Provider;
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
 */
@RegisterForReflection
public record StatusReport(Instant at, List<ProviderStatus> providers) {

  /**
   * One provider.
   *
   * @param state none, fresh, stale or expired
   * @param expiresAt of the token in hand
   * @param runwaySeconds for how long every reader has a valid token; 0 where one has none
   * @param nextFetchAt when a token is asked for next; never in the past
   * @param hindrance why it waits although it is due
   * @param consecutiveFailures failed refreshes since the last success
   * @param lastError of the refreshes since the last success
   */
  @RegisterForReflection
  public record ProviderStatus(
      String name,
      String state,
      Optional<Instant> expiresAt,
      long runwaySeconds,
      Instant nextFetchAt,
      Optional<String> hindrance,
      int consecutiveFailures,
      Optional<String> lastError,
      List<TargetStatus> targets) {}

  /**
   * One target.
   *
   * @param current whether it holds the token in hand
   * @param publishedAt when it last held what was current then
   */
  @RegisterForReflection
  public record TargetStatus(
      String target, boolean current, Optional<Instant> publishedAt, Optional<String> lastError) {}

  /** The report of this moment. */
  public static StatusReport of(Agent agent, Instant now) {
    return new StatusReport(
        now, agent.providers().stream().map(provider -> status(agent, provider, now)).toList());
  }

  private static ProviderStatus status(Agent agent, Provider provider, Instant now) {
    var state = provider.state();
    return new ProviderStatus(
        provider.name(),
        state.freshnessAt(now).name().toLowerCase(Locale.ROOT),
        state.token().map(Token::expiresAt),
        state.runwayAt(now).map(java.time.Duration::toSeconds).orElse(0L),
        state.nextFetch().isAfter(now) ? state.nextFetch() : now,
        agent.hindrance(provider),
        state.failures(),
        state.lastFailure().map(Failure::message),
        state.targets().stream().map(StatusReport::status).toList());
  }

  private static TargetStatus status(TargetState target) {
    return new TargetStatus(
        target.description(), target.current(), target.publishedAt(), target.lastError());
  }
}
