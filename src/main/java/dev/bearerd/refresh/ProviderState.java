package dev.bearerd.refresh;

import dev.bearerd.token.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of one provider at one moment. The provider replaces it as a whole, so whoever
 * reads it sees a state that was true.
 *
 * @param token the last token, maybe expired
 * @param nextFetch when a token is asked for next
 * @param failures failed attempts since the last token
 * @param lastFailure of the attempts since the last token
 * @param targets in the order of the configuration
 */
public record ProviderState(
    Optional<Token> token,
    Instant nextFetch,
    int failures,
    Optional<Failure> lastFailure,
    List<TargetState> targets) {

  /** How good the token in hand is; see DESIGN for the words. */
  public enum Freshness {
    /** No token yet. */
    NONE,
    FRESH,
    /** Past its due time, and still valid. */
    STALE,
    EXPIRED
  }

  public ProviderState {
    targets = List.copyOf(targets);
  }

  /** Before anything was tried: due at once. */
  static ProviderState initial(List<TargetState> targets) {
    return new ProviderState(Optional.empty(), Instant.EPOCH, 0, Optional.empty(), targets);
  }

  public Freshness freshnessAt(Instant now) {
    if (token.isEmpty()) {
      return Freshness.NONE;
    }
    if (token.get().expiredAt(now)) {
      return Freshness.EXPIRED;
    }
    return isFetchDue(now) || failures > 0 ? Freshness.STALE : Freshness.FRESH;
  }

  /** Whether every target holds the token in hand. */
  public boolean isPublished() {
    return token.isPresent() && targets.stream().allMatch(TargetState::current);
  }

  /**
   * For how long every reader has a valid token if nothing succeeds from now on; empty where one
   * has none. Readers of a target that lacks the token in hand hold an older one.
   */
  public Optional<Duration> runwayAt(Instant now) {
    return validUntil().filter(now::isBefore).map(end -> Duration.between(now, end));
  }

  private Optional<Instant> validUntil() {
    if (targets.isEmpty()) {
      return token.map(Token::expiresAt);
    }
    return targets.stream()
        .map(target -> target.validUntil().orElse(Instant.EPOCH))
        .min(Comparator.naturalOrder());
  }

  /** When the next step happens: a fetch, or another try of a target that lacks the token. */
  public Instant due(Instant now) {
    return nextPublication(now).filter(at -> at.isBefore(nextFetch)).orElse(nextFetch);
  }

  /** When a target that lacks the token is tried next; empty where there is nothing to publish. */
  Optional<Instant> nextPublication(Instant now) {
    if (token.filter(t -> !t.expiredAt(now)).isEmpty()) {
      return Optional.empty();
    }
    return targets.stream()
        .filter(target -> !target.current())
        .map(TargetState::nextTry)
        .min(Comparator.naturalOrder());
  }

  boolean isFetchDue(Instant now) {
    return !nextFetch.isAfter(now);
  }

  ProviderState fetched(Token fetched, Instant next) {
    var lacking = isSame(fetched) ? targets : targets.stream().map(TargetState::outdated).toList();
    return new ProviderState(Optional.of(fetched), next, 0, Optional.empty(), lacking);
  }

  ProviderState failed(Failure failure, Instant next) {
    return new ProviderState(token, next, failures + 1, Optional.of(failure), targets);
  }

  ProviderState withNextFetch(Instant next) {
    return new ProviderState(token, next, failures, lastFailure, targets);
  }

  ProviderState withTargets(List<TargetState> changed) {
    return new ProviderState(token, nextFetch, failures, lastFailure, changed);
  }

  boolean isSame(Token other) {
    return token.filter(t -> t.value().equals(other.value())).isPresent();
  }
}
