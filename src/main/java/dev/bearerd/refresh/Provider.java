package dev.bearerd.refresh;

import dev.bearerd.journal.Journal;
import dev.bearerd.journal.JournalException;
import dev.bearerd.target.Target;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The state machine of one provider: fetch, journal, publish, tell, wait. Whatever fails, the token
 * in hand stays. {@link #resume()}, {@link #fetch} and {@link #publish()} are called by one thread
 * at a time; everything else by any thread.
 */
public final class Provider {
  private final Cell<ProviderDefinition> definition;
  private final Cell<ProviderState> state;
  private final Cell<List<Target>> leftovers = new Cell<>(List.of());
  private final Set<String> strays = new ConcurrentSkipListSet<>(); // may hold what they held
  private final Memory memory;
  private final Renewal renewal;
  private final Publications publications;
  private final Announcements announcements;
  private final Disposals disposals;
  private final InstantSource clock;
  private final RefreshListener listener;
  private volatile boolean retired;
  private volatile boolean released;
  private volatile boolean forgotten = true;

  public Provider(
      ProviderDefinition configured,
      Journal journal,
      InstantSource clock,
      RandomGenerator random,
      RefreshListener listener) {
    var name = configured.name();
    this.clock = clock;
    this.listener = listener;
    this.definition = new Cell<>(configured);
    this.state = new Cell<>(ProviderState.initial(TargetState.unpublished(configured.targets())));
    this.memory = new Memory(name, configured.identity(), journal, clock, listener);
    this.disposals = new Disposals(clock, listener);
    this.renewal = new Renewal(definition, state, memory, disposals, clock, random, listener);
    this.publications = new Publications(name, state, clock, listener, () -> released);
    this.announcements = new Announcements(definition, state, memory, clock, listener);
  }

  public String name() {
    return definition.get().name();
  }

  public String host() {
    return definition.get().host();
  }

  public ProviderState state() {
    return state.get();
  }

  public List<HookTask> hooks() {
    return retired ? List.of() : announcements.hooks();
  }

  /** Why the journal lacks what it should hold of this provider, where it does. */
  public Optional<String> journalComplaint() {
    return memory.complaint();
  }

  /** Whether every target holds the token in hand, and every hook has heard of it. */
  public boolean isDone() {
    return state().isPublished() && memory.entry().announced();
  }

  /** Takes up what an earlier run left, so that a restart asks for no token that is still fresh. */
  public void resume() {
    resume(Duration.ZERO);
  }

  /**
   * The same where nothing keeps other processes from asking meanwhile.
   *
   * @param onItsWay for how long a request of theirs may be, from when it is first seen here; until
   *     then the refresh token of that request is left alone
   */
  public void resume(Duration onItsWay) {
    renewal.resume(onItsWay);
  }

  /**
   * The same for a process that ends soon: what is left alone is asked for at once, so that there
   * is a reason to tell. Looks for new credentials wherever they are kept.
   */
  public void resumeForOneRun(Duration onItsWay) {
    resume(onItsWay);
    var isCutOff = memory.entry().asking().isPresent();
    if (isCutOff || (awaitsCredentials() && hasNewCredentials())) {
      refreshNow();
    }
  }

  /**
   * Makes the next token due now, whatever the age of the one in hand. An agent that runs already
   * does not notice.
   */
  public void refreshNow() {
    state.update(s -> s.withNextFetch(Instant.EPOCH));
  }

  /**
   * Goes on by another definition of the same provider. What was obtained under another identity is
   * dropped; what was published stays until something better comes.
   *
   * @param inUse the targets, by description, that belong to somebody from now on
   */
  public void reconfigure(ProviderDefinition changed, Set<String> inUse) {
    var before = definition.replace(changed);
    state.update(s -> s.withTargets(TargetState.carriedOver(s.targets(), changed.targets())));
    noteStrays(before, changed, inUse);
    if (!changed.identity().equals(before.identity())) {
      disposals.replace(before, memory.begin(changed.identity()));
      state.update(ProviderState::withoutToken);
    } else if (state().failures() > 0) {
      refreshNow(); // what was wrong may have been put right
    } else if (!changed.policies().refresh().equals(before.policies().refresh())) {
      state.update(s -> s.withNextFetch(s.token().map(renewal::due).orElse(Instant.EPOCH)));
    }
    announcements.reconfigure();
    if (changed.policies().deleteRemoved()) {
      leave(before.targets(), inUse);
    }
  }

  /**
   * Asks and publishes no more; what is to go with it goes with the next step.
   *
   * @param inUse the targets, by description, that belong to somebody else from now on
   */
  void retire(Set<String> inUse) {
    retired = true;
    if (definition.get().policies().deleteRemoved()) {
      forgotten = false;
      var targets = definition.get().targets();
      descriptions(targets).stream().filter(inUse::contains).forEach(strays::add);
      leave(targets, inUse);
    }
  }

  /** Asks and publishes no more, and leaves everything as it is, for another process to go on. */
  void release() {
    released = true;
    retired = true;
    memory.release();
  }

  /** Whether the journal lacks something that whoever goes on with this provider needs. */
  boolean owesJournal() {
    return memory.nextSave().isPresent();
  }

  /** Whether that is so until something is back that is away. */
  public boolean owesJournalForAWhile() {
    return memory.isPassing();
  }

  boolean isReleased() {
    return released;
  }

  /** The clock was set. */
  void shift(Duration step) {
    state.update(
        s -> {
          renewal.shift(step); // not before, not after: an answer may just be coming in
          return s.shifted(step);
        });
    memory.shift(step);
  }

  boolean isFetchDue(Instant now) {
    return !retired && state().isFetchDue(now);
  }

  /** When the next step happens; empty where none does unless something changes. */
  Optional<Instant> due() {
    var fetch =
        Optional.of(state().nextFetch()).filter(at -> !retired && !at.equals(Moments.NEVER));
    return earliest(fetch, nextPublication());
  }

  /** Where it publishes. */
  List<Target> targets() {
    return definition.get().targets();
  }

  /** A target may hold something else than it should, or can be published to again. */
  void disturbed(Target target) {
    publications.disturbed(target);
  }

  /** When targets or the journal need attention next. */
  Optional<Instant> nextPublication() {
    if (released) {
      return memory.nextSave();
    }
    if (!leftovers.get().isEmpty() || !forgotten) {
      return Optional.of(Instant.EPOCH);
    }
    return retired ? Optional.empty() : earliest(state().nextPublication(), memory.nextSave());
  }

  /** Until when its host wants no request, as far as an earlier run knew. */
  Optional<Instant> hostHeldUntil() {
    return memory.entry().heldUntil();
  }

  /** The earlier, the sooner this provider's readers are without a valid token. */
  Instant urgency() {
    return state().token().map(Token::expiresAt).orElse(Instant.EPOCH);
  }

  boolean isFailing() {
    return state().failures() > 0;
  }

  /** Whether another secret may end its failures. */
  boolean awaitsCredentials() {
    return !retired && state().lastFailure().filter(Failure::mayBeCredentials).isPresent();
  }

  /**
   * Whether a secret's file has changed since the last attempt, and the next is still to come.
   * Reads metadata of files.
   */
  boolean hasNewCredentials() {
    return !isFetchDue(clock.instant()) && renewal.hasNewCredentials();
  }

  /**
   * Asks for the next token, due or not.
   *
   * @param turn is asked before, and told after the request
   */
  Outcome fetch(Turn turn) {
    return renewal.fetch(turn);
  }

  /** Does all that targets, the journal and hooks need now. */
  void publish() {
    if (released) {
      memory.save(); // what came in at the end is for whoever goes on
      return;
    }
    withdraw(leftovers.get());
    if (!retired) {
      memory.save();
      var using = definition.get();
      var written = publications.publish(using);
      if (!using.equals(definition.get())) { // what was written may have another format now
        state.update(ProviderState::outdated);
      }
      announcements.announce(written);
    } else if (definition.get().policies().deleteRemoved()) {
      if (!forgotten) {
        forgotten = true;
        forget();
      }
      var using = definition.get(); // an answer may have come in after the end
      disposals.drop(using, memory.begin(using.identity()));
    }
  }

  /** Revokes what was dropped and cannot be read here any more; empty where there is nothing. */
  Optional<Runnable> disposal() {
    var isGone = retired ? definition.get().policies().deleteRemoved() : isDone();
    return !released && isGone && leftovers.get().isEmpty()
        ? disposals.take(held(), List.copyOf(strays))
        : Optional.empty();
  }

  /** Whether there is something that was dropped and is still to be revoked. */
  boolean owesDisposal() {
    return !disposals.isEmpty();
  }

  /** Tells what of that is left undone. */
  void abandonDisposal() {
    disposals.abandon();
  }

  /** A hook has run. */
  void hookRan() {
    if (!retired) {
      announcements.noteIfHeard();
    }
  }

  private Set<Secret> held() {
    var entry = memory.entry();
    return Stream.of(
            entry.holdings().refreshTokens().stream(),
            entry.token().map(Token::value).stream(),
            state().token().filter(token -> !retired).map(Token::value).stream())
        .flatMap(secrets -> secrets)
        .collect(Collectors.toSet());
  }

  /** Targets of before that nobody brings anything new, and that are not emptied. */
  private void noteStrays(
      ProviderDefinition before, ProviderDefinition changed, Set<String> inUse) {
    var left = new HashSet<>(descriptions(before.targets()));
    if (changed.policies().deleteRemoved()) {
      left.retainAll(inUse);
    }
    strays.addAll(left);
    strays.removeAll(descriptions(changed.targets()));
  }

  /** They count as left until it is known whether they still hold something. */
  private void withdraw(List<Target> left) {
    for (var target : left) {
      if (publications.withdraw(target)) {
        strays.remove(target.description());
      } else {
        strays.add(target.description());
      }
    }
    leftovers.update(all -> all.stream().filter(target -> !left.contains(target)).toList());
  }

  private static Set<String> descriptions(List<Target> targets) {
    return targets.stream().map(Target::description).collect(Collectors.toSet());
  }

  private void leave(List<Target> targets, Set<String> inUse) {
    var gone = targets.stream().filter(target -> !inUse.contains(target.description())).toList();
    leftovers.update(left -> Stream.concat(left.stream(), gone.stream()).toList());
  }

  private void forget() {
    try {
      memory.close();
    } catch (JournalException e) {
      listener.on(new RefreshEvent.RemovalFailed(name(), "journal", e.getMessage()));
    }
  }

  private static Optional<Instant> earliest(Optional<Instant> a, Optional<Instant> b) {
    return Stream.of(a, b).flatMap(Optional::stream).min(Instant::compareTo);
  }
}
