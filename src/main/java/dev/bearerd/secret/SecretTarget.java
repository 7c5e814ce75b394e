package dev.bearerd.secret;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.ClusterException.Kind;
import dev.bearerd.kubernetes.Right;
import dev.bearerd.kubernetes.Right.Verb;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.target.Format;
import dev.bearerd.target.Publication;
import dev.bearerd.target.Target;
import dev.bearerd.target.TargetException;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A token in keys of a Secret, which may hold more that is not ours. Nothing is sent while the
 * Secret is known to hold what it should; what others do to our keys is put back.
 */
public final class SecretTarget implements Target {
  private static final String SOMEBODY = "somebody";

  private final Claim claim;
  private final Secrets secrets;
  private final Recovery recovery;
  private final InstantSource clock;
  private final Rivalry rivalry;
  private final Sight sight = new Sight();
  private final Runnable wake = this::wake;
  private volatile Optional<SecretContent> published = Optional.empty();
  private volatile Optional<SecretContent> underway = Optional.empty();
  private volatile Optional<Observer> observer = Optional.empty();

  /**
   * @param recovery of the cluster, shared by all its targets
   */
  SecretTarget(Claim claim, Secrets secrets, Recovery recovery, InstantSource clock) {
    this.claim = claim;
    this.secrets = secrets;
    this.recovery = recovery;
    this.clock = clock;
    this.rivalry = new Rivalry(clock);
  }

  /**
   * What an account needs to publish in a Secret.
   *
   * @param removes whether what was published may be removed
   */
  public static List<Right> rights(SecretName secret, Watching watching, boolean removes) {
    var rights = new ArrayList<Right>();
    for (var verb : List.of(Verb.GET, Verb.CREATE, Verb.PATCH)) {
      rights.add(Right.secret(verb, secret));
    }
    if (removes) {
      rights.add(Right.secret(Verb.DELETE, secret));
    }
    rights.addAll(watching.rights(secret));
    return List.copyOf(rights);
  }

  /** What a target in this Secret is called. */
  public static String description(SecretName secret) {
    return "kubernetes-secret " + secret;
  }

  @Override
  public String description() {
    return description(claim.secret());
  }

  @Override
  public Publication publish(Token token) {
    var content = claim.content(token);
    var found = look();
    var again = published.filter(content::hasDataOf).isPresent();
    if (!again && published.isPresent() && isHeld(published.get(), found)) {
      rivalry.end();
    }
    if (isHeld(content, found)) {
      published = Optional.of(content);
      return Publication.UNCHANGED;
    }
    var asBefore = published.equals(Optional.of(content));
    var held = found.filter(content::hasDataIn).isPresent();
    apply(content, application(found, content));
    if (asBefore || (again && !held)) {
      return Publication.repaired(putBack(found));
    }
    return held ? Publication.UNCHANGED : Publication.WRITTEN; // its readers see the data alone
  }

  /** Deletes the Secret where nobody else has a hand in it; else our keys and no more. */
  @Override
  public boolean remove() {
    return ask(
        () -> {
          try {
            return removeAsItIs();
          } catch (ClusterException e) {
            if (e.kind() != Kind.CONFLICT) {
              throw e;
            }
            return removeAsItIs(); // somebody has changed it meanwhile
          }
        });
  }

  private boolean removeAsItIs() {
    var found = secrets.read(claim.secret()).filter(claim::isOurs);
    if (found.isEmpty()) {
      return false;
    }
    published = Optional.empty(); // what comes next is no disturbance
    if (found.get().isOnlyOurs()) {
      secrets.delete(claim.secret(), found.get());
      sight.gone(found.get());
    } else {
      var nothing = SecretContent.nothing(found.get().type());
      sight.found(secrets.apply(claim.secret(), nothing, Secrets.Application.FORCED));
    }
    return true;
  }

  /** Asks the API server with a token of no use, unless it is known that all is well. */
  @Override
  public void probe() {
    claim.entries().values().forEach(Format::check);
    var found = look();
    if (published.filter(content -> isHeld(content, found)).isEmpty()) {
      var content = claim.content(sample());
      var how = application(found, content);
      ask(
          () -> {
            secrets.rehearse(claim.secret(), content, how);
            return true;
          });
    }
  }

  @Override
  public List<Path> paths() {
    return List.of();
  }

  @Override
  public Watch watch(Observer by) {
    observer = Optional.of(by);
    var observation = secrets.observe(claim.secret(), new News());
    return () -> {
      observation.close();
      observer = Optional.empty();
      sight.forget(); // what happens from now on is not seen
    };
  }

  private static boolean isHeld(SecretContent content, Optional<StoredSecret> found) {
    return found.filter(content::isHeldBy).isPresent();
  }

  private Optional<StoredSecret> look() {
    return sight.known().orElseGet(this::read).secret();
  }

  private Sight.Known read() {
    var before = sight.known();
    var read = ask(() -> secrets.read(claim.secret()));
    read.ifPresentOrElse(sight::found, () -> sight.missing(before));
    return sight.known().orElse(new Sight.Known(read));
  }

  private void apply(SecretContent content, Secrets.Application how) {
    underway = Optional.of(content);
    try {
      var now = sight.found(ask(() -> secrets.apply(claim.secret(), content, how)));
      if (!isHeld(content, now)) {
        sight.forget();
        throw new TargetException(meanwhile(now));
      }
      published = underway;
    } finally {
      underway = Optional.empty();
    }
  }

  /** What stands in the way now may be gone when it is tried again. */
  private Secrets.Application application(Optional<StoredSecret> found, SecretContent content) {
    try {
      return claim.application(found, content, published.isPresent());
    } catch (TargetException e) {
      sight.forget();
      throw e;
    }
  }

  /** Whoever does that each time is not to be told from a rival. */
  private String meanwhile(Optional<StoredSecret> now) {
    var by = now.map(this::culprit).orElse(SOMEBODY);
    var unused = rivalry.putBack(by);
    var what = now.isPresent() ? "altered" : "deleted";
    return "%s was %s by %s at the same time".formatted(claim.secret(), what, by);
  }

  private String putBack(Optional<StoredSecret> found) {
    var by = found.map(this::culprit).orElse(SOMEBODY);
    var what = by + " had " + (found.isPresent() ? "altered" : "deleted") + " it";
    return rivalry.putBack(by)
        ? what + ", for the third time in a minute; from now on it is put back at renewals only"
        : what;
  }

  private String culprit(StoredSecret found) {
    return underway.or(() -> published).flatMap(mine -> mine.culpritIn(found)).orElse(SOMEBODY);
  }

  /** After a failure nothing is known for certain. */
  private <T> T ask(Supplier<T> request) {
    try {
      return recovery.ask(request, wake);
    } catch (ClusterException e) {
      sight.forget();
      var advice = e.isOfOwner() ? "; say force: true to take it over" : "";
      throw new TargetException(e.getMessage() + advice);
    }
  }

  private void wake() {
    observer.ifPresent(Observer::disturbed);
  }

  private Token sample() {
    var now = clock.instant();
    return new Token(
        new Secret("probe"),
        List.of(),
        now,
        now.plus(Duration.ofHours(1)),
        Token.ExpirySource.ASSUMED);
  }

  /** What the watch tells. */
  private final class News implements Secrets.Observer {
    @Override
    public void found(StoredSecret now) {
      compare(sight.found(now));
    }

    @Override
    public void gone(StoredSecret last) {
      if (!sight.gone(last)) {
        compare(Optional.empty());
      }
    }

    @Override
    public void missing() {
      if (sight.known().flatMap(Sight.Known::secret).isPresent()) {
        sight.forget(); // it was made since, or deleted before
        wake();
      }
    }

    @Override
    public void refused(ClusterException why) {
      observer.ifPresent(to -> to.unwatched(why.getMessage()));
    }

    private void compare(Optional<StoredSecret> now) {
      var isRight =
          published.filter(content -> !isHeld(content, now)).isEmpty()
              || underway.filter(content -> isHeld(content, now)).isPresent();
      if (!isRight && !rivalry.isGivenUp()) {
        wake();
      }
    }
  }
}
