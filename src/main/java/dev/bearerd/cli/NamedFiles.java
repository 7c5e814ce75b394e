package dev.bearerd.cli;

import dev.bearerd.config.Configuration;
import dev.bearerd.config.ConfigurationException;
import dev.bearerd.config.Problem;
import dev.bearerd.config.ProviderConfig;
import dev.bearerd.config.ProviderEntry;
import dev.bearerd.target.TargetException;
import dev.bearerd.target.TemplateFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The files that a configuration names. They may appear later, so a daemon starts without them; but
 * a check does not pass.
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
    var files =
        Stream.of(
            problem(entry, "client-secret-file", config.clientSecretFile()),
            problem(entry, "password-file", config.passwordFile()),
            problem(entry, "refresh-token-file", config.refreshTokenFile()),
            problem(entry, "registration-file", config.registrationFile()),
            problem(entry, "tls.ca-file", config.tls().caFile()));
    return Stream.concat(files, templates(entry)).flatMap(Optional::stream);
  }

  private static Stream<Optional<Problem>> templates(ProviderEntry entry) {
    var publications = entry.config().publish();
    return IntStream.range(0, publications.size())
        .mapToObj(
            i ->
                publications
                    .get(i)
                    .file()
                    .flatMap(ProviderConfig.FileTarget::template)
                    .flatMap(NamedFiles::templateComplaint)
                    .map(why -> entry.problem("publish[" + i + "].file.template", why)));
  }

  private static Optional<String> templateComplaint(Path file) {
    try {
      new TemplateFormat(file).check();
      return Optional.empty();
    } catch (TargetException e) {
      return Optional.of(e.getMessage());
    }
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
