package dev.bearerd.refresh;

import dev.bearerd.journal.Entry;
import dev.bearerd.token.Revocation;
import dev.bearerd.token.Revocation.Hint;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * What one provider has dropped and is to be revoked, once. Readers come first: what is still
 * published somewhere is left alone. Safe for threads.
 */
final class Disposals {
  /** What was obtained by a definition that had a revocation. */
  private record Dropped(String provider, Revocation revocation, Entry entry) {}

  private record Due(Dropped from, Secret token, Hint hint) {}

  private static final String ENDED = "bearerd ended first";

  private final Cell<List<Dropped>> dropped = new Cell<>(List.of());
  private final Queue<Due> due = new ConcurrentLinkedQueue<>();
  private final InstantSource clock;
  private final RefreshListener listener;

  Disposals(InstantSource clock, RefreshListener listener) {
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * All of a provider is dropped.
   *
   * @param by what it was obtained by
   */
  void drop(ProviderDefinition by, Entry entry) {
    var isEmpty = entry.token().isEmpty() && entry.holdings().refreshTokens().isEmpty();
    if (!isEmpty) {
      by.revocation().ifPresent(how -> add(new Dropped(by.name(), how, entry)));
    }
  }

  /**
   * A provider goes on by another definition. A server may end all that came of a refresh token
   * with any of it (RFC 7009 section 2.1), and that may be what the new definition lives on.
   *
   * @param by what it was obtained by
   */
  void replace(ProviderDefinition by, Entry entry) {
    if (!by.sharesGrant() && entry.holdings().refreshTokens().isEmpty()) {
      drop(by, entry);
    }
  }

  /**
   * What revokes all that was dropped until now, in the thread that runs it.
   *
   * @param inUse what is not dropped: a server may give the same token again
   * @param heldBy the targets that may go on holding some of it, for which all of it is left alone
   */
  Optional<Runnable> take(Set<Secret> inUse, Collection<String> heldBy) {
    var taken = dropped.replace(List.of());
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    if (!heldBy.isEmpty()) {
      var reason = "readers of " + String.join(", ", heldBy) + " may still hold the token";
      taken.forEach(each -> listener.on(failure(each, "tokens", reason)));
      return Optional.empty();
    }
    var tokens = taken.stream().flatMap(each -> tokens(each, inUse)).toList();
    due.addAll(tokens);
    return Optional.of(() -> tokens.forEach(this::revoke));
  }

  /** Whether there is nothing that is still to be revoked. */
  boolean isEmpty() {
    return dropped.get().isEmpty() && due.isEmpty();
  }

  /** Tells what is not revoked, or maybe just being revoked, as there is no time left. */
  void abandon() {
    dropped.replace(List.of()).forEach(each -> listener.on(failure(each, "tokens", ENDED)));
    List.copyOf(due).stream()
        .filter(due::remove)
        .forEach(each -> listener.on(failure(each.from(), each.hint().words(), ENDED)));
  }

  private void add(Dropped more) {
    dropped.update(
        before -> {
          var all = new ArrayList<>(before);
          all.add(more);
          return List.copyOf(all);
        });
  }

  /** Refresh tokens first: what else they could bring is worse than what is out. */
  private Stream<Due> tokens(Dropped each, Set<Secret> inUse) {
    var entry = each.entry();
    var refreshTokens =
        entry.holdings().refreshTokens().stream()
            .map(token -> new Due(each, token, Hint.REFRESH_TOKEN));
    var accessToken =
        entry.token().stream()
            .filter(token -> !token.expiredAt(clock.instant()))
            .map(token -> new Due(each, token.value(), Hint.ACCESS_TOKEN));
    return Stream.concat(refreshTokens, accessToken).filter(one -> !inUse.contains(one.token()));
  }

  private void revoke(Due each) {
    if (due.contains(each)) {
      var outcome = outcome(each);
      if (due.remove(each)) {
        listener.on(outcome);
      }
    }
  }

  private static RefreshEvent outcome(Due each) {
    var from = each.from();
    var what = each.hint().words();
    try {
      from.revocation().revoke(each.token(), each.hint(), from.entry().holdings().discoveries());
      return new RefreshEvent.Revoked(from.provider(), what);
    } catch (TokenException e) {
      var reason = e.without(secrets(from.entry())).getMessage();
      return failure(from, what, String.valueOf(reason));
    } catch (RuntimeException e) {
      return failure(from, what, "unforeseen: " + e.getClass().getName());
    }
  }

  private static RefreshEvent failure(Dropped each, String what, String reason) {
    return new RefreshEvent.RevocationFailed(each.provider(), what, reason);
  }

  private static List<Secret> secrets(Entry entry) {
    var secrets = new ArrayList<>(entry.holdings().refreshTokens());
    entry.token().map(Token::value).ifPresent(secrets::add);
    return secrets;
  }
}
