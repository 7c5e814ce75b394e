package dev.bearerd.secret;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.Right;
import dev.bearerd.kubernetes.Right.Verb;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import dev.bearerd.token.TokenException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Secrets as sources of secrets. Where they are watched, each is read once and then known; else it
 * is read at each use. Safe for threads.
 */
public final class SecretReader {
  /** How old what is known may be where nothing tells of a change. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private final Secrets secrets;
  private final Supplier<Duration> uptime;
  private final Map<SecretName, Source> sources = new ConcurrentHashMap<>();
  private volatile boolean watching;

  /**
   * @param uptime a clock that nobody can set
   */
  public SecretReader(Secrets secrets, Supplier<Duration> uptime) {
    this.secrets = secrets;
    this.uptime = uptime;
  }

  /** What an account needs to read a Secret. */
  public static List<Right> rights(SecretName secret, Watching watching) {
    var rights = new ArrayList<Right>();
    rights.add(Right.secret(Verb.GET, secret));
    rights.addAll(watching.rights(secret));
    return List.copyOf(rights);
  }

  /**
   * One value of a Secret, looked up at each use.
   *
   * @param key of the configuration, for messages
   */
  public SecretRef secret(String key, SecretName name, String dataKey) {
    var place = "key " + dataKey + " of " + name;
    return new SecretRef.Kept(key, place, () -> bytes(key, name, dataKey));
  }

  /**
   * Differs from an earlier one where the value has changed, as far as that was noticed; empty
   * where it is not known whether there is one.
   */
  public Optional<String> version(SecretName name, String dataKey) {
    return source(name).known().map(known -> version(known, dataKey));
  }

  /** When somebody changed the Secret last, as far as that was noticed. Takes no request. */
  public Optional<Instant> changedAt(SecretName name) {
    return source(name).sight.known().flatMap(Sight.Known::secret).stream()
        .flatMap(secret -> secret.managers().stream())
        .flatMap(manager -> instant(manager.changed()))
        .max(Comparator.naturalOrder());
  }

  /** Watches each Secret from its next use on. */
  public void watch() {
    watching = true;
    sources.values().forEach(Source::watch);
  }

  /** Ends the watches of all others. */
  public void keep(Set<SecretName> names) {
    sources
        .entrySet()
        .removeIf(
            entry -> {
              var isUnused = !names.contains(entry.getKey());
              if (isUnused) {
                entry.getValue().close();
              }
              return isUnused;
            });
  }

  private byte[] bytes(String key, SecretName name, String dataKey) {
    try {
      var secret = source(name).read();
      return secret
          .map(found -> Optional.ofNullable(found.data().get(dataKey)))
          .orElseThrow(() -> TokenException.local(key + ": Secret " + name + " does not exist"))
          .map(Secret::reveal)
          .map(Base64.getDecoder()::decode)
          .orElseThrow(
              () -> TokenException.local(key + ": Secret " + name + " has no key " + dataKey));
    } catch (ClusterException e) {
      throw TokenException.local(key + ": " + e.getMessage());
    }
  }

  private static String version(Sight.Known known, String dataKey) {
    return known
        .secret()
        .map(secret -> String.valueOf(Optional.ofNullable(secret.data().get(dataKey)).hashCode()))
        .orElse("missing");
  }

  private Source source(SecretName name) {
    var source = sources.computeIfAbsent(name, Source::new);
    if (watching) {
      source.watch();
    }
    return source;
  }

  private static Stream<Instant> instant(String text) {
    try {
      return Stream.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Stream.empty();
    }
  }

  /** One Secret. What a watch cannot see at present is read. */
  private final class Source implements Secrets.Observer {
    private final SecretName name;
    private final Sight sight = new Sight();
    private volatile Optional<Secrets.Observation> observation = Optional.empty();
    private volatile Optional<Duration> asked = Optional.empty();
    private volatile boolean seeing;

    Source(SecretName name) {
      this.name = name;
    }

    synchronized void watch() {
      if (observation.isEmpty()) {
        observation = Optional.of(secrets.observe(name, this));
      }
    }

    synchronized void close() {
      observation.ifPresent(Secrets.Observation::close);
    }

    Optional<StoredSecret> read() {
      return seen().orElseGet(this::ask).secret();
    }

    Optional<Sight.Known> known() {
      if (seen().isEmpty() && isTimeToAsk()) {
        try {
          return Optional.of(ask());
        } catch (ClusterException e) {
          return Optional.empty();
        }
      }
      return sight.known();
    }

    private Optional<Sight.Known> seen() {
      return sight.known().filter(known -> seeing);
    }

    private boolean isTimeToAsk() {
      var now = uptime.get();
      return asked.filter(at -> now.compareTo(at.plus(PAUSE)) < 0).isEmpty();
    }

    private Sight.Known ask() {
      asked = Optional.of(uptime.get());
      var before = sight.known();
      try {
        var found = secrets.read(name);
        found.ifPresentOrElse(sight::found, () -> sight.missing(before));
        return sight.known().orElse(new Sight.Known(found));
      } catch (ClusterException e) {
        sight.forget();
        throw e;
      }
    }

    @Override
    public void found(StoredSecret now) {
      sight.found(now);
      seeing = true;
    }

    @Override
    public void missing() {
      sight.forget(); // it is read at each use until it is seen
    }

    @Override
    public void gone(StoredSecret last) {
      sight.gone(last);
    }

    @Override
    public void refused(ClusterException why) {
      seeing = false;
    }
  }
}
