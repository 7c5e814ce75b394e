package dev.bearerd.cli;

import dev.bearerd.config.AgentConfig;
import dev.bearerd.file.AtomicFile;
import dev.bearerd.file.Directory;
import dev.bearerd.file.FileAttributes;
import dev.bearerd.file.FileException;
import dev.bearerd.token.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a running daemon is told by: a file in the journal's directory, or else in the one that
 * {@code RUNTIME_DIRECTORY} names, which only its own user, and root, may read. Each start makes a
 * new one.
 */
final class ControlToken {
  private static final int BYTES = 32;

  private final Directory directory;
  private final AtomicFile file;
  private final RandomGenerator random;

  ControlToken(Path place, RandomGenerator random) {
    this.directory = new Directory(place, FileAttributes.mode("0700"));
    this.file = new AtomicFile(place.resolve("control-token"), FileAttributes.PRIVATE, random);
    this.random = random;
  }

  /** Where it is, for this configuration; empty where there is no place for it. */
  static Optional<Path> place(AgentConfig config, Map<String, String> environment) {
    return config
        .journal()
        .directory()
        .or(
            () ->
                Optional.of(environment.getOrDefault("RUNTIME_DIRECTORY", ""))
                    .filter(named -> !named.isEmpty() && !named.contains(":")) // one, not several
                    .map(Path::of));
  }

  Path path() {
    return file.path();
  }

  /**
   * Makes a new one, which takes the place of the one before.
   *
   * @throws FileException when it cannot be written
   */
  Secret make() {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    directory.make();
    file.write(text.getBytes(StandardCharsets.US_ASCII));
    return new Secret(text);
  }

  /**
   * The one of the daemon that runs, or ran last.
   *
   * @throws FileException when it cannot be read
   */
  Optional<Secret> read() {
    return file.read().map(bytes -> new Secret(new String(bytes, StandardCharsets.US_ASCII)));
  }
}
