package dev.bearerd.refresh;

import dev.bearerd.journal.Journal;
import dev.bearerd.journal.JournalException;
import dev.bearerd.target.Target;
import dev.bearerd.target.TargetException;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The state machine of one provider: fetch, journal, publish, wait. Whatever fails, the token in
 * hand stays. {@link #resume()}, {@link #fetch()} and {@link #publish()} are called by one thread
 * at a time; everything else by any thread.
 */
public final class Provider {
  private final ProviderDefinition definition;
  private final Journal journal;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final RefreshListener listener;
  private volatile ProviderState state;

  public Provider(
      ProviderDefinition definition,
      Journal journal,
      InstantSource clock,
      RandomGenerator random,
      RefreshListener listener) {
    this.definition = definition;
    this.journal = journal;
    this.clock = clock;
    this.random = random;
    this.listener = listener;
    this.state =
        ProviderState.initial(
            definition.targets().stream()
                .map(target -> TargetState.unpublished(target.description()))
                .toList());
  }

  public String name() {
    return definition.name();
  }

  public String host() {
    return definition.host();
  }

  public ProviderState state() {
    return state;
  }

  /** Takes up the token of an earlier run, so that a restart asks for none that is still fresh. */
  public void resume() {
    remembered().ifPresent(this::takeUp);
  }

  /**
   * Makes the next token due now, whatever the age of the one in hand. An agent that runs already
   * does not notice.
   */
  public void refreshNow() {
    update(s -> s.withNextFetch(Instant.EPOCH));
  }

  boolean isFetchDue() {
    return state.isFetchDue(clock.instant());
  }

  /** The earlier, the sooner this provider's readers are without a valid token. */
  Instant urgency() {
    return state.token().map(Token::expiresAt).orElse(Instant.EPOCH);
  }

  boolean isFailing() {
    return state.failures() > 0;
  }

  /**
   * Asks for the next token, due or not.
   *
   * @return why there is none; empty after a success
   */
  Optional<TokenException> fetch() {
    var started = clock.instant();
    try {
      var token = definition.source().fetch(state.token());
      accept(token, started);
      return Optional.empty();
    } catch (TokenException e) {
      return Optional.of(failed(e, started));
    } catch (RuntimeException | Error e) { // whatever it is, this provider goes on
      return Optional.of(
          failed(TokenException.local("unforeseen: " + e.getClass().getName()), started));
    }
  }

  private void accept(Token token, Instant started) {
    var now = clock.instant();
    remember(token); // before anything else: it may hold a refresh token that is good for one use
    if (token.expiredAt(now)) {
      throw TokenException.malformed("the access token expired before it arrived");
    }
    var unchanged = state.isSame(token);
    var next =
        unchanged
            ? definition.refresh().dueAfterSame(token, now)
            : definition.refresh().dueAfterNew(token, now, random);
    update(s -> s.fetched(token, next));
    listener.on(
        new RefreshEvent.Refreshed(name(), token, unchanged, Duration.between(started, now), next));
  }

  private TokenException failed(TokenException e, Instant started) {
    var now = clock.instant();
    var before = state();
    var repeats =
        before.lastFailure().filter(f -> f.kind() == e.kind()).map(Failure::repeats).orElse(0);
    var failure = new Failure(e.kind(), e.getMessage(), now, repeats + 1);
    var runway = before.runwayAt(now);
    var wait = definition.retry().delay(e.kind(), failure.repeats(), runway, random);
    var pause = e.retryAfter().filter(asked -> asked.compareTo(wait) > 0).orElse(wait);
    var next = now.plus(pause);
    update(s -> s.failed(failure, next));
    listener.on(
        new RefreshEvent.RefreshFailed(
            name(), failure, runway, Duration.between(started, now), next));
    return e;
  }

  /** Publishes the token in hand wherever it is lacking and the time for another try has come. */
  void publish() {
    var token = state.token().filter(t -> !t.expiredAt(clock.instant()));
    if (token.isEmpty()) {
      return;
    }
    var targets = new ArrayList<>(state.targets());
    for (var i = 0; i < targets.size(); i++) {
      if (isDue(targets.get(i))) {
        targets.set(i, publish(token.get(), definition.targets().get(i), targets.get(i)));
      }
    }
    update(s -> s.withTargets(targets));
  }

  private boolean isDue(TargetState target) {
    return !target.current() && !target.nextTry().isAfter(clock.instant());
  }

  private TargetState publish(Token token, Target target, TargetState before) {
    try {
      var written = target.publish(token);
      listener.on(
          new RefreshEvent.Published(name(), target.description(), written, before.failures()));
      return before.published(token, clock.instant());
    } catch (TargetException e) {
      return unpublished(before, e.getMessage());
    } catch (RuntimeException | Error e) {
      return unpublished(before, "unforeseen: " + e.getClass().getName());
    }
  }

  private TargetState unpublished(TargetState before, String reason) {
    var after = before.failed(reason, clock.instant());
    listener.on(
        new RefreshEvent.PublishFailed(name(), before.description(), reason, after.nextTry()));
    return after;
  }

  private void takeUp(Token token) {
    var now = clock.instant();
    var next = definition.refresh().dueAfterNew(token, token.obtainedAt(), random);
    update(s -> s.fetched(token, next));
    if (!token.expiredAt(now)) {
      listener.on(new RefreshEvent.Resumed(name(), token, next));
    }
  }

  private Optional<Token> remembered() {
    try {
      return journal.load(name());
    } catch (JournalException e) {
      listener.on(new RefreshEvent.JournalFailed(name(), e.getMessage()));
      return Optional.empty();
    }
  }

  private void remember(Token token) {
    try {
      journal.store(name(), token);
    } catch (RuntimeException e) { // a token that is not remembered is still one
      listener.on(new RefreshEvent.JournalFailed(name(), String.valueOf(e.getMessage())));
    }
  }

  private synchronized void update(UnaryOperator<ProviderState> change) {
    state = change.apply(state);
  }
}
