package dev.bearerd.cli;

import dev.bearerd.config.Configuration;
import dev.bearerd.config.ConfigurationException;
import dev.bearerd.config.Problem;
import dev.bearerd.config.ProviderEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that a configuration names. They may appear later, so a daemon starts without them; a
 * check does not pass.
 */
final class NamedFiles {
  private final Configuration configuration;

  NamedFiles(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * Looks at each file.
   *
   * @throws ConfigurationException with all that are missing or unreadable
   */
  void requireReadable() {
    var problems = configuration.providers().stream().flatMap(NamedFiles::problems).toList();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  private static Stream<Problem> problems(ProviderEntry entry) {
    var config = entry.config();
    return Stream.of(
            problem(entry, "client-secret-file", config.clientSecretFile()),
            problem(entry, "password-file", config.passwordFile()),
            problem(entry, "refresh-token-file", config.refreshTokenFile()),
            problem(entry, "registration-file", config.registrationFile()),
            problem(entry, "tls.ca-file", config.tls().caFile()))
        .flatMap(Optional::stream);
  }

  private static Optional<Problem> problem(ProviderEntry entry, String key, Optional<Path> file) {
    return file.flatMap(NamedFiles::complaint)
        .map(complaint -> entry.problem(key, file.orElseThrow() + " " + complaint));
  }

  private static Optional<String> complaint(Path file) {
    if (!Files.exists(file)) {
      return Optional.of("does not exist");
    }
    if (Files.isDirectory(file)) {
      return Optional.of("is a directory");
    }
    return Files.isReadable(file) ? Optional.empty() : Optional.of("may not be read by this user");
  }
}
