package dev.bearerd.refresh;

import dev.bearerd.hook.Hook;
import dev.bearerd.hook.HookException;
import dev.bearerd.hook.Occasion;
import dev.bearerd.token.SafeText;
import dev.bearerd.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Tells one hook of one provider what was published, until it has heard. What is published while it
 * runs, or fails, takes the place of what it was to be told. {@link #run()} is called by one thread
 * at a time; everything else by any thread.
 */
public final class HookTask {
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  private final Hook hook;
  private final Supplier<List<Secret>> secrets;
  private final InstantSource clock;
  private final RefreshListener listener;
  private Optional<Announcement> pending = Optional.empty();
  private long announced;
  private List<Secret> announcedWith = List.of();
  private Optional<Instant> ranAt = Optional.empty();
  private Attempts attempts = Attempts.NONE;

  /**
   * What is to be told.
   *
   * @param number of the announcement: another token may look the same to a hook
   */
  private record Announcement(long number, Occasion occasion) {}

  /**
   * @param secrets of the moment, which must not show in what the hook says
   */
  HookTask(
      Hook hook, Supplier<List<Secret>> secrets, InstantSource clock, RefreshListener listener) {
    this.hook = hook;
    this.secrets = secrets;
    this.clock = clock;
    this.listener = listener;
  }

  public String description() {
    return hook.description();
  }

  /** When it last succeeded. */
  public synchronized Optional<Instant> ranAt() {
    return ranAt;
  }

  public synchronized Attempts attempts() {
    return attempts;
  }

  /**
   * There is something new to tell, at once.
   *
   * @param known secrets, some of which may be others by the time that the hook has ended
   */
  synchronized void announce(Occasion occasion, List<Secret> known) {
    pending = Optional.of(new Announcement(++announced, occasion));
    announcedWith = List.copyOf(known);
    attempts = attempts.atOnce();
  }

  /** When it runs next; empty where it has heard everything. */
  synchronized Optional<Instant> due() {
    return pending.map(announcement -> attempts.nextTry());
  }

  /** Tells what is pending. */
  void run() {
    var before = knownSecrets();
    var telling = pending();
    if (telling.isEmpty()) {
      return;
    }
    var occasion = telling.get().occasion();
    var provider = occasion.provider();
    try {
      var output = redacted(hook.run(occasion), before);
      var failures = heard(telling.get());
      listener.on(new RefreshEvent.HookRan(provider, description(), failures, output));
    } catch (HookException e) {
      e.until()
          .ifPresentOrElse(
              this::postpone, () -> failed(provider, e.getMessage(), redacted(e.output(), before)));
    } catch (Exception | Error e) { // whatever it is, the next one is told
      failed(provider, "unforeseen: " + e.getClass().getName(), List.of());
    }
  }

  private synchronized Optional<Announcement> pending() {
    return pending;
  }

  /** How often it had failed before. */
  private synchronized int heard(Announcement told) {
    var failures = attempts.failures();
    pending = pending.filter(newest -> !newest.equals(told));
    ranAt = Optional.of(clock.instant());
    attempts = Attempts.NONE;
    return failures;
  }

  private synchronized void postpone(Instant until) {
    attempts = attempts.notBefore(until);
  }

  private void failed(String provider, String reason, List<String> output) {
    var after = fail(reason);
    listener.on(new RefreshEvent.HookFailed(provider, description(), after, output));
  }

  private synchronized Attempts fail(String reason) {
    attempts = attempts.failed(reason, clock.instant(), BACKOFF);
    return attempts;
  }

  /** Also of what was a secret when the hook began. */
  private List<String> redacted(List<String> output, List<Secret> before) {
    var all = Stream.concat(before.stream(), knownSecrets().stream()).toList();
    return output.stream().map(line -> SafeText.of(line, all)).toList();
  }

  private List<Secret> knownSecrets() {
    return Stream.concat(announcedWith().stream(), secrets.get().stream()).toList();
  }

  private synchronized List<Secret> announcedWith() {
    return announcedWith;
  }
}
