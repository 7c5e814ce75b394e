package dev.bearerd.cli;

import dev.bearerd.apiconnect.RegistrationFile;
import dev.bearerd.config.Problem;
import dev.bearerd.config.ProviderConfig;
import dev.bearerd.config.ProviderEntry;
import dev.bearerd.oauth.TlsSettings;
import dev.bearerd.target.TargetException;
import dev.bearerd.target.TemplateFormat;
import dev.bearerd.token.SecretRef;
import dev.bearerd.token.TokenException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The files that a provider reads. They may appear later, so a daemon starts without them; but a
 * check does not pass.
 */
final class NamedFiles {
  private NamedFiles() {}

  /** What keeps them from being used now. */
  static List<Problem> problems(ProviderEntry entry) {
    var config = entry.config();
    return Stream.concat(
            Stream.of(
                secret(entry, "client-secret-file", config.clientSecretFile()),
                secret(entry, "password-file", config.passwordFile()),
                secret(entry, "refresh-token-file", config.refreshTokenFile()),
                problem(
                    entry,
                    "registration-file",
                    config.registrationFile(),
                    path -> new RegistrationFile(path).resolve()),
                problem(
                    entry,
                    "tls.ca-file",
                    config.tls().caFile(),
                    path -> new TlsSettings(Optional.of(path), false).check())),
            templates(entry))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Stream<Optional<Problem>> templates(ProviderEntry entry) {
    var publications = entry.config().publish();
    return IntStream.range(0, publications.size())
        .mapToObj(
            i ->
                problem(
                    entry,
                    "publish[" + i + "].file.template",
                    publications.get(i).file().flatMap(ProviderConfig.FileTarget::template),
                    path -> new TemplateFormat(path).check()));
  }

  private static Optional<Problem> secret(ProviderEntry entry, String key, Optional<Path> file) {
    return problem(entry, key, file, path -> new SecretRef.File(key, path).resolve());
  }

  private static Optional<Problem> problem(
      ProviderEntry entry, String key, Optional<Path> file, Use use) {
    return file.flatMap(path -> complaint(path, use))
        .map(complaint -> entry.problem(key, withoutPrefix(complaint, key + " ")));
  }

  private static Optional<String> complaint(Path file, Use use) {
    try {
      use.of(file);
      return Optional.empty();
    } catch (TokenException | TargetException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The problem names its key already. */
  private static String withoutPrefix(String text, String prefix) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  /** What is done with a file, which fails if it cannot be used. */
  @FunctionalInterface
  private interface Use {
    void of(Path file);
  }
}
