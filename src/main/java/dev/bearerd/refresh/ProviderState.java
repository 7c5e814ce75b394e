package dev.bearerd.refresh;

import dev.bearerd.token.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that is known of one provider at one moment. The provider replaces it as a whole, so whoever
 * reads it sees a state that was true.
 *
 * @param token the last token, maybe expired
 * @param end what has been done about the end of the token's life
 * @param nextFetch when a token is asked for next
 * @param failures failed attempts since the last token
 * @param lastFailure of the attempts since the last token
 * @param targets in the order of the configuration
 */
public record ProviderState(
    Optional<Token> token,
    End end,
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

  /** What has been done about the end of a token's life. */
  public enum End {
    /** Nothing: it is to come. */
    AHEAD,
    /** It was told, and targets keep what they hold. */
    TOLD,
    /** It was told, and targets are to hold nothing. */
    REMOVING
  }

  public ProviderState {
    targets = List.copyOf(targets);
  }

  /** Before anything was tried: due at once. */
  static ProviderState initial(List<TargetState> targets) {
    return new ProviderState(
        Optional.empty(), End.AHEAD, Instant.EPOCH, 0, Optional.empty(), targets);
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
    return token.isPresent() && end == End.AHEAD && targets.stream().allMatch(TargetState::current);
  }

  /** Whether no token is asked for until another secret is given, or somebody says so. */
  public boolean isResting() {
    return nextFetch.equals(Moments.NEVER);
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

  /** When targets need attention next: one lacks what it should hold, or the token ends. */
  Optional<Instant> nextPublication() {
    var ending = token.filter(t -> end == End.AHEAD).map(Token::expiresAt);
    var lacking =
        isOwed()
            ? targets.stream().filter(target -> !target.current()).map(t -> t.attempts().nextTry())
            : Stream.<Instant>empty();
    return Stream.concat(ending.stream(), lacking).min(Comparator.naturalOrder());
  }

  /** Whether targets that are not current should change. */
  private boolean isOwed() {
    return token.isPresent() && end != End.TOLD;
  }

  boolean isFetchDue(Instant now) {
    return !nextFetch.isAfter(now);
  }

  ProviderState fetched(Token fetched, Instant next) {
    var again = isSame(fetched) && end == End.AHEAD;
    var lacking = again ? targets : targets.stream().map(TargetState::outdated).toList();
    return new ProviderState(Optional.of(fetched), End.AHEAD, next, 0, Optional.empty(), lacking);
  }

  ProviderState failed(Failure failure, Instant next) {
    return new ProviderState(token, end, next, failures + 1, Optional.of(failure), targets);
  }

  ProviderState withNextFetch(Instant next) {
    return new ProviderState(token, end, next, failures, lastFailure, targets);
  }

  /** Of a target that left the configuration meanwhile, nothing is known any more. */
  ProviderState withTarget(TargetState changed) {
    return withTargets(
        targets.stream()
            .map(target -> target.description().equals(changed.description()) ? changed : target)
            .toList());
  }

  ProviderState withTargets(List<TargetState> changed) {
    return new ProviderState(token, end, nextFetch, failures, lastFailure, changed);
  }

  /** One target is to be looked at. */
  ProviderState outdated(String description) {
    return withTargets(
        targets.stream()
            .map(target -> target.description().equals(description) ? target.outdated() : target)
            .toList());
  }

  /** Every target is to be looked at. */
  ProviderState outdated() {
    return withTargets(targets.stream().map(TargetState::outdated).toList());
  }

  /** Whether this is the token in hand, and nothing has been done about its end. */
  boolean isAboutToEnd(Token other) {
    return end == End.AHEAD && token.filter(other::equals).isPresent();
  }

  /** The token has ended. */
  ProviderState ended(boolean remove) {
    var left = remove ? targets.stream().map(TargetState::outdated).toList() : targets;
    var done = remove ? End.REMOVING : End.TOLD;
    return new ProviderState(token, done, nextFetch, failures, lastFailure, left);
  }

  /** What was obtained is of no use; targets hold it until something better comes. */
  ProviderState withoutToken() {
    return initial(targets);
  }

  /** The same on a clock that was set. */
  ProviderState shifted(Duration step) {
    return new ProviderState(
        token.map(t -> t.shifted(step)),
        end,
        Moments.shifted(nextFetch, step),
        failures,
        lastFailure.map(failure -> failure.shifted(step)),
        targets.stream().map(target -> target.shifted(step)).toList());
  }

  boolean isSame(Token other) {
    return token.filter(t -> t.value().equals(other.value())).isPresent();
  }
}
