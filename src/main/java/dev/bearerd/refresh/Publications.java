package dev.bearerd.refresh;

import dev.bearerd.refresh.ProviderState.End;
import dev.bearerd.target.Publication;
import dev.bearerd.target.Target;
import dev.bearerd.target.TargetException;
import dev.bearerd.token.Token;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Brings the targets of one provider to what they should hold. {@link #disturbed} is called by any
 * thread, everything else by one at a time.
 */
final class Publications {
  private final String provider;
  private final Cell<ProviderState> state;
  private final InstantSource clock;
  private final RefreshListener listener;
  private final BooleanSupplier released;
  private final Set<String> disturbed = ConcurrentHashMap.newKeySet();

  /**
   * @param released whether another process has gone on with the targets, which may hold something
   *     newer: nothing is written any more, not even what had begun
   */
  Publications(
      String provider,
      Cell<ProviderState> state,
      InstantSource clock,
      RefreshListener listener,
      BooleanSupplier released) {
    this.provider = provider;
    this.state = state;
    this.clock = clock;
    this.listener = listener;
    this.released = released;
  }

  /**
   * Publishes the token in hand wherever it is lacking and the time for another try has come; where
   * it has ended, does what is to be done then.
   *
   * @return the targets that hold a token now which they did not hold before; those where it was
   *     put back are not among them
   */
  List<Target> publish(ProviderDefinition definition) {
    var token = state.get().token();
    if (token.isEmpty()) {
      return List.of();
    }
    if (!token.get().expiredAt(clock.instant())) {
      return due(definition).stream()
          .filter(target -> isOurs() && publish(token.get(), target))
          .toList();
    }
    end(token.get(), definition.policies().removeExpired());
    if (state.get().end() == End.REMOVING) {
      due(definition).stream()
          .filter(target -> isOurs())
          .forEach(target -> remove(token.get(), target));
    }
    return List.of();
  }

  /**
   * What was published by a target that is none any more; it is tried once.
   *
   * @return whether it is gone
   */
  boolean withdraw(Target target) {
    try {
      if (target.remove()) {
        listener.on(new RefreshEvent.Removed(provider, target.description()));
      }
      return true;
    } catch (Exception | Error e) {
      var reason = reason(e);
      listener.on(new RefreshEvent.RemovalFailed(provider, target.description(), reason));
      return false;
    }
  }

  /** A target may hold something else than it should, or can be published to again. */
  void disturbed(Target target) {
    disturbed.add(target.description());
    lookAt(target);
  }

  private List<Target> due(ProviderDefinition definition) {
    var due = new ArrayList<Target>();
    for (var target : definition.targets()) {
      if (stateOf(target).isDue(clock.instant())) {
        due.add(target);
      }
    }
    return due;
  }

  private boolean isOurs() {
    return !released.getAsBoolean();
  }

  /** Its successor may be coming in at this moment, and must not be taken for it. */
  private void end(Token token, boolean remove) {
    var before = state.exchange(s -> s.isAboutToEnd(token) ? s.ended(remove) : s);
    if (before.isAboutToEnd(token)) {
      listener.on(new RefreshEvent.Expired(provider, token, remove));
    }
  }

  private boolean publish(Token token, Target target) {
    try {
      disturbed.remove(target.description());
      var publication = target.publish(token);
      var before = stateOf(target).attempts();
      change(target, token, t -> t.published(token, clock.instant()));
      if (disturbed.remove(target.description())) { // maybe after it was written
        lookAt(target);
      }
      tell(target, publication, before.failures());
      return publication.written() && publication.repaired().isEmpty();
    } catch (Exception | Error e) {
      failed(target, token, e);
      return false;
    }
  }

  private void lookAt(Target target) {
    state.update(s -> s.outdated(target.description()));
  }

  private void tell(Target target, Publication publication, int failures) {
    var where = target.description();
    listener.on(
        publication
            .repaired()
            .<RefreshEvent>map(why -> new RefreshEvent.Repaired(provider, where, why))
            .orElseGet(
                () ->
                    new RefreshEvent.Published(provider, where, publication.written(), failures)));
  }

  private void remove(Token token, Target target) {
    try {
      var removed = target.remove();
      change(target, token, TargetState::removed);
      if (removed) {
        listener.on(new RefreshEvent.Removed(provider, target.description()));
      }
    } catch (Exception | Error e) {
      failed(target, token, e);
    }
  }

  private void failed(Target target, Token token, Throwable e) {
    var after = stateOf(target).failed(reason(e), clock.instant());
    change(target, token, t -> after);
    listener.on(new RefreshEvent.PublishFailed(provider, target.description(), after.attempts()));
  }

  /** Unless another token has come meanwhile, or the same on a clock that was set. */
  private void change(Target target, Token token, UnaryOperator<TargetState> change) {
    state.update(
        s ->
            s.token().filter(token::equals).isPresent()
                ? s.withTarget(change.apply(stateOf(s, target)))
                : s);
  }

  private TargetState stateOf(Target target) {
    return stateOf(state.get(), target);
  }

  private static TargetState stateOf(ProviderState state, Target target) {
    return state.targets().stream()
        .filter(known -> known.description().equals(target.description()))
        .findFirst()
        .orElseGet(() -> TargetState.unpublished(target.description()));
  }

  private static String reason(Throwable e) {
    return e instanceof TargetException
        ? String.valueOf(e.getMessage())
        : "unforeseen: " + e.getClass().getName();
  }
}
