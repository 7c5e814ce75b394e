package dev.bearerd.shard;

import dev.bearerd.journal.JournalException;
import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.ClusterException.Kind;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.shard.JournalSecret.Content;
import dev.bearerd.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A Secret as far as it is known here, and the changes to it. It is read at first and whenever
 * somebody else has written, which is noticed before anything of theirs is overwritten; what a
 * later holder of its shard has taken over is left alone. Safe for threads.
 */
final class KnownSecret {
  private static final int TRIES = 5;
  private static final Set<Kind> PASSING = Set.of(Kind.UNREACHABLE, Kind.BUSY, Kind.CONFLICT);

  /** What does not answer is not asked for each of many providers, which wait meanwhile. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** The API server did not answer. */
  private record Silence(Instant since, JournalException failure) {}

  /**
   * What is known.
   *
   * @param version empty where there is no Secret
   * @param fence of whoever has taken it over last
   */
  private record Known(
      Optional<String> version, Map<String, Secret> data, Optional<Long> fence, Instant readAt) {}

  private final JournalSecret secret;
  private final Optional<Fence> fence;
  private final InstantSource clock;
  private final GroupCommit commits = new GroupCommit(this::commit);
  private final Map<String, Optional<Secret>> unanswered = new HashMap<>(); // of one at a time
  private volatile Optional<Known> known = Optional.empty();
  private volatile Optional<Silence> silence = Optional.empty();
  private volatile Optional<Long> number;

  /**
   * @param fence of the shard's holder; empty for who holds none
   */
  KnownSecret(JournalSecret secret, Optional<Fence> fence, InstantSource clock) {
    this.secret = secret;
    this.fence = fence;
    this.clock = clock;
    this.number = fence.map(Fence::number);
  }

  SecretName name() {
    return secret.name();
  }

  /** Read at the first use. */
  Map<String, Secret> data() {
    return known.orElseGet(() -> commits.alone(this::patiently)).data();
  }

  /** Reads it anew where it was read so long ago. */
  void renew(Duration oldest) {
    if (isOlderThan(oldest)) {
      commits.alone(() -> isOlderThan(oldest) ? patiently() : current());
    }
  }

  /**
   * Changes one key; an empty value removes it.
   *
   * @throws JournalException where that could not be done, or nobody knows whether it was
   */
  void change(String key, Optional<Secret> value) {
    commits.change(key, value);
  }

  /** Takes it over from every holder before, which can write nothing from then on. */
  void takeOver(Predicate<String> isKept) {
    commits.alone(
        () ->
            commit(
                reread().data().keySet().stream()
                    .filter(isKept.negate())
                    .collect(Collectors.toMap(key -> key, key -> Optional.empty()))));
  }

  /** The number of the last holder that has taken it over; 0 where none has. Reads it anew. */
  long lastHolder() {
    return commits.alone(this::reread).fence().orElse(0L);
  }

  void probe() {
    try {
      secret.probe();
    } catch (ClusterException e) {
      throw new JournalException(String.valueOf(e.getMessage()));
    }
  }

  private boolean isOlderThan(Duration age) {
    return known.filter(k -> since(k.readAt()).compareTo(age) > 0).isPresent();
  }

  /** Reads it, unless it could not be read a moment ago. */
  private Known patiently() {
    requireAnswers();
    try {
      return reread();
    } catch (JournalException e) {
      silence = Optional.of(new Silence(clock.instant(), e));
      throw e;
    }
  }

  private void requireAnswers() {
    var failed = silence.filter(s -> since(s.since()).compareTo(PAUSE) < 0);
    if (failed.isPresent()) {
      throw failed.get().failure().again();
    }
  }

  /** However far a clock was stepped back, nothing is waited for that long. */
  private Duration since(Instant then) {
    return Duration.between(then, clock.instant()).abs();
  }

  /** Like all that asks the API server, by one thread at a time. */
  private Known current() {
    return known.orElseGet(this::reread);
  }

  private Known reread() {
    try {
      var found = secret.read();
      silence = Optional.empty();
      return found
          .map(this::remember)
          .orElseGet(() -> remember(Optional.empty(), knownData(), known.flatMap(Known::fence)));
    } catch (ClusterException e) {
      throw failed("read", e);
    }
  }

  /** What a Secret that somebody deleted had held is put back with the next change. */
  private Map<String, Secret> knownData() {
    return known.map(Known::data).orElse(Map.of());
  }

  private Known remember(Content content) {
    return remember(Optional.of(content.version()), content.data(), content.fence());
  }

  private Known remember(Optional<String> version, Map<String, Secret> data, Optional<Long> by) {
    if (number.isEmpty()) {
      number = by.or(() -> Optional.of(0L)); // whoever takes it over later is noticed
    }
    var now = new Known(version, data, by, clock.instant());
    known = Optional.of(now);
    return now;
  }

  /** Makes what changes can be made, and returns why the others cannot. */
  private Map<String, JournalException> commit(Map<String, Optional<Secret>> wanted) {
    requireAnswers();
    var changes = new Changes(wanted, secret.name(), fence.isPresent());
    for (var tries = 1; ; tries++) {
      var before = current();
      requireMine(before);
      changes.refuseTooLarge(before.data());
      if (changes.isEmpty() && (fence.isEmpty() || before.fence().equals(announced()))) {
        return changes.refused();
      }
      try {
        remember(write(before, changes));
        unanswered.clear();
        return changes.refused();
      } catch (ClusterException e) {
        if (!hasChanged(e)) {
          unanswered.putAll(changes.wanted());
        }
        if (tries == TRIES || !hasChanged(e)) {
          throw silent(e.kind(), failed("write", e));
        }
        changes.refuseOvertaken(before.data(), reread().data(), unanswered);
      }
    }
  }

  private JournalException silent(Kind kind, JournalException failure) {
    if (kind == Kind.UNREACHABLE) {
      silence = Optional.of(new Silence(clock.instant(), failure));
    }
    return failure;
  }

  private Content write(Known before, Changes changes) {
    return before
        .version()
        .map(version -> secret.change(version, changes.wanted(), announced()))
        .orElseGet(
            () -> secret.create(changes.madeTo(before.data()), announced().or(before::fence)));
  }

  private Optional<Long> announced() {
    return fence.map(Fence::number);
  }

  private static boolean hasChanged(ClusterException e) {
    return e.kind() == Kind.CONFLICT || e.kind() == Kind.NOT_FOUND;
  }

  private void requireMine(Known now) {
    if (now.fence().orElse(0L) > number.orElse(0L)) {
      throw JournalException.overtaken("another replica has taken over Secret " + secret.name());
    }
  }

  /** For one holder alone, what could not be remembered first must not be done. */
  private JournalException failed(String what, ClusterException e) {
    var message = "cannot %s Secret %s: %s".formatted(what, secret.name(), e.getMessage());
    var failed =
        fence.isPresent() ? JournalException.forbidding(message) : new JournalException(message);
    return PASSING.contains(e.kind()) ? failed.passing() : failed;
  }
}
