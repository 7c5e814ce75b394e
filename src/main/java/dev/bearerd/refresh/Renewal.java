package dev.bearerd.refresh;

import dev.bearerd.journal.Entry;
import dev.bearerd.journal.Journal.Hold;
import dev.bearerd.journal.Refusals;
import dev.bearerd.token.Answer;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Kind;
import dev.bearerd.token.TokenException.Reach;
import dev.bearerd.token.TokenSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Obtains the tokens of one provider: from the journal, from another process that shares it, or
 * from the source. {@link #resume(Duration)} and {@link #fetch} are called by one thread at a time;
 * everything else by any thread.
 */
final class Renewal {
  private static final int TRIES_OF_A_PASSWORD = 3;

  private final Cell<ProviderDefinition> definition;
  private final Cell<ProviderState> state;
  private final Memory memory;
  private final Disposals disposals;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final RefreshListener listener;
  private final Cell<Duration> clockSteps = new Cell<>(Duration.ZERO);
  private volatile List<Optional<String>> credentialsTried = List.of();
  private volatile List<String> missingScopes = List.of();
  private volatile Duration onItsWay = Duration.ZERO;

  Renewal(
      Cell<ProviderDefinition> definition,
      Cell<ProviderState> state,
      Memory memory,
      Disposals disposals,
      InstantSource clock,
      RandomGenerator random,
      RefreshListener listener) {
    this.definition = definition;
    this.state = state;
    this.memory = memory;
    this.disposals = disposals;
    this.clock = clock;
    this.random = random;
    this.listener = listener;
  }

  /**
   * Takes up what an earlier run left, so that a restart asks for no token that is still fresh.
   *
   * @param requestOfOthers for how long a request of another process may be on its way, from when
   *     it is first seen here; since when it is, only that one's clock knows
   */
  void resume(Duration requestOfOthers) {
    onItsWay = requestOfOthers;
    memory.catchUp();
    var entry = memory.entry();
    entry.token().ifPresent(token -> takeUp(definition.get(), token));
    if (entry.asking().isPresent()) { // a server accepts a predecessor for a short time, if at all
      var end = clock.instant().plus(requestOfOthers);
      state.update(s -> s.withNextFetch(end));
    }
    entry.refusals().ifPresent(this::takeUp);
  }

  /** The clock was set. */
  void shift(Duration step) {
    clockSteps.update(steps -> steps.plus(step));
  }

  /** Whether a secret's file has changed since the last attempt. Reads metadata of files. */
  boolean hasNewCredentials() {
    var refused = memory.entry().refusals().map(Refusals::last);
    return definition.get().credentials().areNew(credentialsTried, refused);
  }

  /** When this token is to be replaced. */
  Instant due(Token token) {
    return definition.get().policies().refresh().dueAfterNew(token, token.obtainedAt(), random);
  }

  /**
   * Asks for the next token, due or not.
   *
   * @param turn is asked before, and told after the request
   */
  Outcome fetch(Turn turn) {
    var started = clock.instant();
    var using = definition.get();
    try {
      return fetchAlone(using, started, turn);
    } catch (TokenException e) {
      failed(using, e, started);
      return Outcome.of(e);
    } catch (Exception | Error e) { // whatever it is, this provider goes on
      var unforeseen = TokenException.local("unforeseen: " + e.getClass().getName());
      failed(using, unforeseen, started);
      return Outcome.of(unforeseen);
    }
  }

  private Outcome fetchAlone(ProviderDefinition using, Instant started, Turn turn) {
    credentialsTried = using.credentials().version();
    var hold = hold(using);
    if (hold.isEmpty()) {
      return Outcome.NOT_ASKED;
    }
    try {
      var outcome = adopt(using) ? Outcome.NOT_ASKED : ask(using, started, turn);
      remember(using, outcome.pause());
      return outcome;
    } catch (TokenException e) {
      e.holdings().ifPresent(saved -> memory.change(using.identity(), to -> to.holding(saved)));
      remember(using, e.retryAfter());
      throw e;
    } finally {
      hold.get().close();
    }
  }

  /** Empty where the other process that holds it has got what is wanted. */
  private Optional<Hold> hold(ProviderDefinition using) {
    try {
      return Optional.of(memory.hold());
    } catch (TokenException e) {
      if (adopt(using)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** So that neither a restart nor another process breaks the host's wish. */
  private void remember(ProviderDefinition using, Optional<Duration> pause) {
    pause
        .map(length -> clock.instant().plus(length))
        .ifPresent(until -> memory.change(using.identity(), entry -> entry.held(until)));
  }

  /** Whether another process has got a token that is still fresh. */
  private boolean adopt(ProviderDefinition using) {
    memory.catchUp();
    var fresh =
        memory
            .entry()
            .token()
            .filter(token -> !state.get().isSame(token))
            .filter(token -> due(token).isAfter(clock.instant()));
    fresh.ifPresent(token -> takeUp(using, token));
    return fresh.isPresent();
  }

  private Outcome ask(ProviderDefinition using, Instant started, Turn turn) {
    var stepsBefore = clockSteps.get();
    if (memory.isUnread() && using.sharesGrant()) {
      throw TokenException.local("the journal cannot be read, and may hold a newer refresh token");
    }
    var holdings = memory.entry().holdings();
    if (!holdings.refreshTokens().isEmpty()) {
      memory.intend(started, onItsWay);
    }
    if (!turn.isOpen()) { // the disk may have been slow, and the host may want no request any more
      return Outcome.NOT_ASKED;
    }
    var answer = exchange(using.source(), holdings, turn);
    accept(using, answer, started, stepsBefore);
    return Outcome.answered(answer.pause());
  }

  private static Answer exchange(TokenSource source, Holdings holdings, Turn turn) {
    try {
      var answer = source.fetch(holdings);
      turn.heard(Outcome.answered(answer.pause()));
      return answer;
    } catch (TokenException e) {
      turn.heard(Outcome.of(e));
      throw e;
    }
  }

  private void accept(
      ProviderDefinition using, Answer answer, Instant started, Duration stepsBefore) {
    var steps = clockSteps.get();
    var token = answer.token().shifted(steps.minus(stepsBefore));
    var unchanged = state.get().isSame(token);
    var told = using.hooks().isEmpty();
    var taken =
        memory.change( // before anything else: a refresh token may be good for one use
            using.identity(),
            entry ->
                entry.answered(token, answer.holdings(), told || (unchanged && entry.announced())));
    var now = clock.instant();
    if (token.expiredAt(now)) {
      throw TokenException.malformed("the access token expired before it arrived");
    }
    var refresh = using.policies().refresh();
    var next =
        unchanged ? refresh.dueAfterSame(token, now) : refresh.dueAfterNew(token, now, random);
    if (taken) {
      state.update(s -> isSameIdentity(using) ? fetched(s, token, next, steps) : s);
      var took = Duration.between(started, now);
      listener.on(
          new RefreshEvent.Refreshed(
              using.name(), token, unchanged, took, next, answer.clockSkew()));
      compareScopes(using, token);
    } else {
      var late = Entry.blank(using.identity()).answered(token, answer.holdings(), true);
      disposals.replace(using, late);
    }
  }

  private void compareScopes(ProviderDefinition using, Token token) {
    var missing = missingScopes(using.scopes(), token.scopes());
    if (!missing.equals(missingScopes)) {
      missingScopes = missing;
      if (!missing.isEmpty()) {
        listener.on(new RefreshEvent.ScopeNarrowed(using.name(), missing));
      }
    }
  }

  /** Some scopes ask for something else than rights, and many servers don't name them. */
  private static List<String> missingScopes(List<String> asked, List<String> granted) {
    return granted.isEmpty()
        ? List.of()
        : asked.stream()
            .filter(scope -> !granted.contains(scope))
            .filter(scope -> !scope.equals("offline_access") && !scope.endsWith("/.default"))
            .toList();
  }

  /** The clock may have been set since these steps were looked at. */
  private ProviderState fetched(ProviderState before, Token token, Instant next, Duration steps) {
    var after = before.fetched(token, next);
    var late = clockSteps.get().minus(steps);
    return late.isZero() ? after : after.shifted(late);
  }

  private void failed(ProviderDefinition using, TokenException e, Instant started) {
    if (!isInUse(using)) {
      return; // what was asked for, or how, is no longer wanted: the next attempt is due
    }
    var steps = clockSteps.get();
    var now = clock.instant();
    var before = state.get();
    var known = new KnownSecrets(definition, state, memory).now(); // a server may remember them all
    var failure = Failure.of(e.without(known), now, before.lastFailure());
    noteRefusal(using, failure);
    var rests = mustRest(failure);
    var next =
        rests ? Moments.NEVER : afterOthers(now.plus(pause(e, failure, before.runwayAt(now))));
    state.update(s -> isInUse(using) ? failed(s, failure, next, steps) : s);
    if (isInUse(using)) {
      tell(failure, Duration.between(started, now));
    }
  }

  private boolean isInUse(ProviderDefinition using) {
    return using.equals(definition.get());
  }

  /** The clock may have been set since these steps were looked at. */
  private ProviderState failed(
      ProviderState before, Failure failure, Instant next, Duration steps) {
    var late = clockSteps.get().minus(steps);
    return before.failed(failure.shifted(late), Moments.shifted(next, late));
  }

  /** Sooner, the refresh token would only be left alone again. */
  private Instant afterOthers(Instant next) {
    return memory
        .othersSince()
        .map(since -> since.plus(onItsWay))
        .filter(next::isBefore)
        .orElse(next);
  }

  private boolean isSameIdentity(ProviderDefinition using) {
    return using.identity().equals(definition.get().identity());
  }

  private void noteRefusal(ProviderDefinition using, Failure failure) {
    if (isOfPassword(failure)) {
      var refusals = new Refusals(failure.refusals(), failure.at());
      memory.change(using.identity(), entry -> entry.refused(refusals));
    }
  }

  private boolean mustRest(Failure failure) {
    return isOfPassword(failure) && failure.refusals() >= TRIES_OF_A_PASSWORD;
  }

  private boolean isOfPassword(Failure failure) {
    return failure.kind() == Kind.REJECTED
        && failure.refusals() > 0
        && definition.get().credentials().lockable();
  }

  private Duration pause(TokenException e, Failure failure, Optional<Duration> runway) {
    var retry = definition.get().policies().retry();
    var delay = retry.delay(failure.kind(), failure.repeats(), runway, random);
    var wait =
        e.reach() == Reach.UNREACHED && delay.compareTo(Host.LONGEST_PROBE_WAIT) > 0
            ? Host.LONGEST_PROBE_WAIT // its only provider may be all that probes it
            : delay;
    return e.retryAfter().filter(asked -> asked.compareTo(wait) > 0).orElse(wait);
  }

  private void tell(Failure failure, Duration took) {
    var now = state.get();
    var next = Optional.of(now.nextFetch()).filter(at -> !now.isResting());
    var runway = now.runwayAt(clock.instant());
    var name = definition.get().name();
    listener.on(new RefreshEvent.RefreshFailed(name, failure, runway, took, next));
  }

  private void takeUp(ProviderDefinition using, Token remembered) {
    var steps = clockSteps.get();
    var now = clock.instant();
    var age = Duration.between(remembered.obtainedAt(), now);
    var token = age.isNegative() ? remembered.shifted(age) : remembered; // the clock was set
    var next = age.isNegative() ? Instant.EPOCH : due(token);
    state.update(s -> isSameIdentity(using) ? fetched(s, token, next, steps) : s);
    if (isSameIdentity(using) && !token.expiredAt(now)) {
      listener.on(new RefreshEvent.Resumed(definition.get().name(), token, next));
    }
  }

  /** What an earlier run was refused counts, unless another secret may have been given since. */
  private void takeUp(Refusals refusals) {
    var credentials = definition.get().credentials();
    if (credentials.changedAt().filter(at -> at.isAfter(refusals.last())).isPresent()) {
      return;
    }
    var count = refusals.count();
    var rests = count >= TRIES_OF_A_PASSWORD;
    var words =
        rests
            ? "the password was refused %d times and is left alone".formatted(count)
            : "the password was refused in an earlier run";
    var failure = new Failure(Kind.REJECTED, words, refusals.last(), count, count, true);
    state.update(s -> s.failed(failure, rests ? Moments.NEVER : s.nextFetch()));
    if (rests) {
      credentialsTried = credentials.versionHere();
      tell(failure, Duration.ZERO);
    }
  }
}
