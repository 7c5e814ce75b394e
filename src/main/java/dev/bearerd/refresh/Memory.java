package dev.bearerd.refresh;

import dev.bearerd.journal.Entry;
import dev.bearerd.journal.Journal;
import dev.bearerd.journal.Journal.Hold;
import dev.bearerd.journal.JournalException;
import dev.bearerd.journal.JournalException.Outlook;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a provider must not forget, in the journal and, where that cannot be written, at least here
 * until it can. Safe for threads; nobody who only reads waits for a disk.
 */
final class Memory {
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8));

  /** For who goes on with it elsewhere, some 20 s are enough. */
  private static final int MOST_TRIES_AT_THE_END = 5;

  /**
   * @param saved whether the journal holds the entry, or a newer one, or never will
   * @param passing whether what kept it from being saved passes by itself
   * @param othersSince when it was first seen, by the clock here, that another process is asking
   */
  private record Known(
      Entry entry,
      boolean saved,
      Attempts attempts,
      boolean passing,
      Optional<Instant> othersSince) {
    static Known saved(Entry entry, Optional<Instant> othersSince) {
      return new Known(entry, true, Attempts.NONE, false, othersSince);
    }

    Known changed(Entry to) {
      return to.equals(entry)
          ? this
          : new Known(to, false, attempts.atOnce(), passing, othersSince);
    }

    /** This process asks, and knows of no other that does. */
    Known asking(Instant since) {
      return alone().changed(entry.asking(since));
    }

    Known written(Entry what) {
      return what.equals(entry) ? saved(entry, othersSince) : this;
    }

    Known failed(String reason, boolean passes, Instant now) {
      return new Known(entry, false, attempts.failed(reason, now, BACKOFF), passes, othersSince);
    }

    /** What another process has written; the clock by which it did is not believed. */
    Known adopted(Entry found, Instant now) {
      var isKnown = found.asking().equals(entry.asking());
      return saved(found, isKnown ? othersSince : found.asking().map(since -> now));
    }

    Known shifted(Duration step) {
      var others = othersSince.map(at -> at.plus(step));
      return new Known(entry, saved, attempts, passing, others).changed(entry.shifted(step));
    }

    private Known alone() {
      return new Known(entry, saved, attempts, passing, Optional.empty());
    }
  }

  private final String provider;
  private final Journal journal;
  private final InstantSource clock;
  private final RefreshListener listener;
  private final Cell<Known> known;
  private volatile boolean closed;
  private volatile boolean released;
  private volatile boolean unread;

  Memory(
      String provider,
      String identity,
      Journal journal,
      InstantSource clock,
      RefreshListener listener) {
    this.provider = provider;
    this.journal = journal;
    this.clock = clock;
    this.listener = listener;
    this.known = new Cell<>(Known.saved(Entry.blank(identity), Optional.empty()));
  }

  Entry entry() {
    return known.get().entry();
  }

  /** Why the journal lacks something, where it does. */
  Optional<String> complaint() {
    var now = known.get();
    return now.saved() ? Optional.empty() : now.attempts().lastError();
  }

  /** When the journal is to be written again; empty where it lacks nothing. */
  Optional<Instant> nextSave() {
    var now = known.get();
    return now.saved() ? Optional.empty() : Optional.of(now.attempts().nextTry());
  }

  /** Whether the journal lacks something that it can be given when what is away is back. */
  boolean isPassing() {
    var now = known.get();
    return !now.saved() && now.passing();
  }

  /** Another process is to go on with what the journal holds; what it never will is lost. */
  void release() {
    released = true;
  }

  /** Takes up what another process has put into the journal, if it is newer. */
  void catchUp() {
    try {
      adopt(journal.load(provider));
      unread = false;
    } catch (JournalException e) {
      unread = true;
      listener.on(new RefreshEvent.JournalUnreadable(provider, e.getMessage()));
    }
  }

  /** Whether the journal may hold something newer that could not be read. */
  boolean isUnread() {
    return unread;
  }

  /** Changes what is known, and brings it to the journal before anything else happens. */
  void change(UnaryOperator<Entry> change) {
    known.update(now -> now.changed(change.apply(now.entry())));
    save();
  }

  /**
   * Changes what is known, unless the identity under which it came is no longer the one.
   *
   * @return whether it is
   */
  boolean change(String identity, UnaryOperator<Entry> change) {
    change(entry -> entry.identity().equals(identity) ? change.apply(entry) : entry);
    return entry().identity().equals(identity);
  }

  /** When another process began to ask whose answer is not known, as far as it was seen here. */
  Optional<Instant> othersSince() {
    var now = known.get();
    return now.othersSince().filter(at -> now.entry().asking().isPresent());
  }

  /**
   * Remembers, before anything else, that a refresh token is about to be used.
   *
   * @param onItsWay for how long a request of another process may be
   * @throws TokenException where it must not be: another process may be using it
   */
  synchronized void intend(Instant since, Duration onItsWay) {
    var before = known.get();
    var intended = before.entry().asking(since);
    try {
      if (hasNewer(intended)) {
        throw TokenException.local("another process has renewed this provider's token meanwhile");
      }
      if (othersSince().filter(seen -> seen.plus(onItsWay).isAfter(since)).isPresent()) {
        throw TokenException.local("another process may be using the refresh token at this moment");
      }
      if (!closed) {
        journal.store(provider, intended);
      }
      known.update(now -> now.asking(since).written(intended));
      recovered(before.attempts());
    } catch (JournalException e) {
      if (e.forbids()) {
        throw TokenException.local("its refresh token is left alone: " + e.getMessage());
      }
      known.update(now -> now.asking(since));
      failed(intended, e);
    }
  }

  /**
   * Forgets all, to begin anew under another identity, and returns what was known. The journal
   * follows with the next step, which is due at once.
   */
  Entry begin(String identity) {
    return known.exchange(now -> now.changed(Entry.blank(identity))).entry();
  }

  /** The clock was set. The journal follows with the next step. */
  void shift(Duration step) {
    known.update(now -> now.shifted(step));
  }

  /** Writes what the journal lacks, if its time has come. One at a time, as a disk may be slow. */
  synchronized void save() {
    var now = known.get();
    if (now.saved() || closed || now.attempts().nextTry().isAfter(clock.instant())) {
      return;
    }
    try {
      if (!hasNewer(now.entry())) {
        journal.store(provider, now.entry());
        known.update(later -> later.written(now.entry()));
        recovered(now.attempts());
      }
    } catch (JournalException e) { // a token that is not remembered is still one
      failed(now.entry(), e);
    } catch (RuntimeException e) {
      failed(now.entry(), new JournalException(String.valueOf(e.getMessage())));
    }
  }

  /** Remembers nothing from now on, and removes what the journal holds. */
  synchronized void close() {
    closed = true;
    journal.remove(provider);
  }

  /**
   * Keeps other processes from asking meanwhile.
   *
   * @throws TokenException while another process asks
   */
  Hold hold() {
    try {
      return journal
          .hold(provider)
          .orElseThrow(
              () -> TokenException.local("another process is renewing this provider's token"));
    } catch (JournalException e) { // of which saving tells
      return () -> {};
    }
  }

  /** What another process obtained later is never replaced by what was known before. */
  private boolean hasNewer(Entry mine) {
    try {
      var newer = journal.load(provider).filter(found -> isLater(found, mine));
      adopt(newer);
      return newer.isPresent();
    } catch (JournalException e) {
      return false;
    }
  }

  private void adopt(Optional<Entry> found) {
    var at = clock.instant();
    found.ifPresent(
        entry -> known.update(now -> isNewer(entry, now) ? now.adopted(entry, at) : now));
  }

  /** What is here and not yet saved is newer than what was obtained at the same time. */
  private static boolean isNewer(Entry found, Known now) {
    var sameTime = obtainedAt(found).equals(obtainedAt(now.entry()));
    var sameIdentity = found.identity().equals(now.entry().identity());
    return isLater(found, now.entry()) || (sameIdentity && sameTime && now.saved());
  }

  /** The same token at another time is one whose clock was set. */
  private static boolean isLater(Entry found, Entry mine) {
    return found.identity().equals(mine.identity())
        && obtainedAt(found).isAfter(obtainedAt(mine))
        && !found.token().map(Token::value).equals(mine.token().map(Token::value));
  }

  private static Instant obtainedAt(Entry entry) {
    return entry.token().map(Token::obtainedAt).orElse(Instant.EPOCH);
  }

  private void recovered(Attempts before) {
    if (before.failures() > 0) {
      listener.on(new RefreshEvent.JournalRecovered(provider, before.failures()));
    }
  }

  private void failed(Entry unwritten, JournalException e) {
    var passes = e.outlook() == Outlook.PASSING;
    known.update(now -> now.failed(e.getMessage(), passes, clock.instant()));
    var attempts = known.get().attempts();
    var isInVain = released && !passes && attempts.failures() >= MOST_TRIES_AT_THE_END;
    if (e.outlook() == Outlook.OVERTAKEN || isInVain) {
      abandon(unwritten, e.getMessage());
    } else {
      var holdsRefreshToken = !unwritten.holdings().refreshTokens().isEmpty();
      listener.on(new RefreshEvent.JournalFailed(provider, attempts, holdsRefreshToken));
    }
  }

  /** Nobody who goes on with it will know what the journal lacks. */
  private void abandon(Entry unwritten, String reason) {
    known.update(now -> now.written(unwritten));
    if (!hasNewer(unwritten) && !remembers(unwritten.holdings().refreshTokens())) {
      listener.on(new RefreshEvent.RefreshTokenLost(provider, reason));
    }
  }

  private boolean remembers(List<Secret> refreshTokens) {
    try {
      var found = journal.load(provider).map(entry -> entry.holdings().refreshTokens());
      return refreshTokens.isEmpty() || found.filter(refreshTokens::equals).isPresent();
    } catch (JournalException e) {
      return false;
    }
  }
}
