package dev.bearerd.shard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bearerd.journal.Entry;
import dev.bearerd.journal.EntryFormat;
import dev.bearerd.journal.Journal;
import dev.bearerd.journal.JournalException;
import dev.bearerd.kubernetes.Right;
import dev.bearerd.kubernetes.Right.Verb;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.token.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A Secret with one key a provider, {@code NAME.json}. What cannot be understood is made anew, and
 * not kept.
 */
public final class SecretJournal implements Journal {
  /** What the values of a Secret may come to, by the API server. */
  public static final int ROOM = 1024 * 1024;

  private static final String SUFFIX = ".json";

  /** What the only writer knows, whom at most a login overtakes. */
  private static final Duration OLDEST = Duration.ofSeconds(30);

  /** What anybody else knows. */
  private static final Duration OLDEST_OF_MANY = Duration.ofSeconds(1);

  private final KnownSecret secret;
  private final Optional<Fence> fence;
  private final Map<String, Secret> damaged = new ConcurrentHashMap<>();

  /**
   * @param fence of the shard's holder; empty for a journal that is nobody's alone
   */
  SecretJournal(JournalSecret secret, Optional<Fence> fence, InstantSource clock) {
    this.secret = new KnownSecret(secret, fence, clock);
    this.fence = fence;
  }

  /** What an account needs to keep a journal in this Secret. */
  static List<Right> rights(SecretName secret) {
    return Stream.of(Verb.GET, Verb.CREATE, Verb.PATCH)
        .map(verb -> Right.secret(verb, secret))
        .toList();
  }

  /**
   * Takes the journal over from every holder before, which can write nothing from then on.
   *
   * @param isHere whether a provider is remembered here; what is left of others is forgotten, as it
   *     could be used a second time
   * @throws JournalException where a later holder has, or nobody can
   */
  public void takeOver(Predicate<String> isHere) {
    secret.takeOver(key -> !key.endsWith(SUFFIX) || isHere.test(provider(key)));
  }

  /** The number of the last holder that has taken it over; 0 where none has. Reads it anew. */
  public long lastHolder() {
    return secret.lastHolder();
  }

  @Override
  public Optional<Entry> load(String provider) {
    var key = key(provider);
    var written = Optional.ofNullable(secret.data().get(key));
    var entry = written.flatMap(text -> EntryFormat.read(text.reveal().getBytes(UTF_8)));
    if (written.isPresent() && entry.isEmpty() && isNews(key, written.get())) {
      throw new JournalException(
          "%s of Secret %s cannot be understood; it is made anew".formatted(key, secret.name()));
    }
    return entry;
  }

  @Override
  public void store(String provider, Entry entry) {
    var text = new Secret(new String(EntryFormat.write(entry), UTF_8));
    secret.change(key(provider), Optional.of(text));
    if (entry.asking().isPresent()
        && fence.filter(mine -> !mine.holds().getAsBoolean()).isPresent()) {
      throw JournalException.forbidding(
          "this replica may have lost the shard of Secret " + secret.name());
    }
  }

  @Override
  public void remove(String provider) {
    secret.change(key(provider), Optional.empty());
  }

  /** Nobody is kept away; who writes first wins, and the other does not use its refresh token. */
  @Override
  public Optional<Hold> hold(String provider) {
    secret.renew(fence.isPresent() ? OLDEST : OLDEST_OF_MANY);
    return Optional.of(() -> {});
  }

  @Override
  public void probe() {
    secret.probe();
  }

  private boolean isNews(String key, Secret text) {
    return !text.equals(damaged.put(key, text));
  }

  private static String provider(String key) {
    return key.substring(0, key.length() - SUFFIX.length());
  }

  private static String key(String provider) {
    return provider + SUFFIX;
  }
}
