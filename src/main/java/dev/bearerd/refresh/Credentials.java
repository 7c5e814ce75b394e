package dev.bearerd.refresh;

import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a provider's source proves itself with.
 *
 * @param secrets all of them, looked up at each use
 * @param files that hold a secret: their change may mean a new one
 * @param configuration files that a secret is written in: a new one comes by a reload, or by a
 *     restart, and until then the old one is used
 * @param kept elsewhere: what is known of those that are in no file
 * @param lockable whether an account may be locked when they are refused too often
 */
public record Credentials(
    List<Supplier<Secret>> secrets,
    List<Path> files,
    List<Path> configuration,
    List<Kept> kept,
    boolean lockable) {
  public static final Credentials NONE = new Credentials(List.of(), List.of(), false);

  /** A secret that something else keeps. */
  public interface Kept {
    /**
     * Differs from an earlier one when the secret has changed; does not tell the secret. Empty
     * where nothing is known of it at present. May take a request.
     */
    Optional<String> version();

    /** When it changed last, as far as that is known already. Takes no request. */
    Optional<Instant> changedAt();
  }

  public Credentials {
    secrets = List.copyOf(secrets);
    files = List.copyOf(files);
    configuration = List.copyOf(configuration);
    kept = List.copyOf(kept);
  }

  /** None of them is written in the configuration. */
  public Credentials(List<Supplier<Secret>> secrets, List<Path> files, boolean lockable) {
    this(secrets, files, List.of(), List.of(), lockable);
  }

  /** Differs from an earlier one when a secret may have changed. Reads only metadata of files. */
  List<Optional<String>> version() {
    var ofFiles = files.stream().map(file -> Optional.of(version(file)));
    return Stream.concat(ofFiles, kept.stream().map(Kept::version)).toList();
  }

  /** As far as it is known without asking for what is kept elsewhere. */
  List<Optional<String>> versionHere() {
    var ofFiles = files.stream().map(file -> Optional.of(version(file)));
    return Stream.concat(ofFiles, kept.stream().map(one -> Optional.<String>empty())).toList();
  }

  /**
   * Whether a secret may be another one than those of an earlier attempt. One that was not known
   * then, or is not now, tells nothing by that alone.
   *
   * @param tried the version then
   * @param refused when those were refused, where they were
   */
  boolean areNew(List<Optional<String>> tried, Optional<Instant> refused) {
    var now = version();
    return now.size() != tried.size()
        || IntStream.range(0, now.size())
            .filter(i -> now.get(i).isPresent() && !now.get(i).equals(tried.get(i)))
            .anyMatch(i -> tried.get(i).isPresent() || mayHaveChanged(i, refused));
  }

  private boolean mayHaveChanged(int index, Optional<Instant> since) {
    return since.isEmpty()
        || kept.get(index - files.size()).changedAt().filter(since.get()::isBefore).isPresent();
  }

  /** When one of them changed last; empty where that cannot be seen. */
  Optional<Instant> changedAt() {
    var written =
        Stream.concat(files.stream(), configuration.stream())
            .flatMap(file -> attributes(file).stream())
            .map(attributes -> attributes.lastModifiedTime().toInstant());
    return Stream.concat(written, kept.stream().flatMap(secret -> secret.changedAt().stream()))
        .max(Comparator.naturalOrder());
  }

  /** The secrets that can be found now. */
  Stream<Secret> known() {
    return secrets.stream().flatMap(Credentials::resolved);
  }

  private static Stream<Secret> resolved(Supplier<Secret> secret) {
    try {
      return Stream.of(secret.get());
    } catch (TokenException e) {
      return Stream.empty();
    }
  }

  private static String version(Path file) {
    return attributes(file)
        .map(a -> a.fileKey() + " " + a.size() + " " + a.lastModifiedTime())
        .orElse("missing");
  }

  private static Optional<BasicFileAttributes> attributes(Path file) {
    try {
      return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
