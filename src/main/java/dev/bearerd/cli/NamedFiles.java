package dev.bearerd.cli;

import dev.bearerd.apiconnect.RegistrationFile;
import dev.bearerd.config.Problem;
import dev.bearerd.config.ProviderEntry;
import dev.bearerd.config.PublicationConfig;
import dev.bearerd.config.SecretRefConfig;
import dev.bearerd.google.ServiceAccountFile;
import dev.bearerd.key.CaFile;
import dev.bearerd.key.SigningKeyFile;
import dev.bearerd.oauth.ProxyAddress;
import dev.bearerd.target.TargetException;
import dev.bearerd.target.TemplateFormat;
import dev.bearerd.token.SecretRef;
import dev.bearerd.token.TokenException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The files that a provider reads. They may appear later, so a daemon starts without them; but a
 * check does not pass.
 */
final class NamedFiles {
  private static final String KEY_FILE = "tls.client-key-file";

  private final ClusterAssembly cluster = ClusterAssembly.offline();
  private final InstantSource clock;

  NamedFiles(InstantSource clock) {
    this.clock = clock;
  }

  /** What keeps them from being used now. */
  List<Problem> problems(ProviderEntry entry) {
    var config = entry.config();
    return Stream.concat(
            Stream.of(
                secret(entry, "client-secret-file", config.clientSecretFile()),
                secret(entry, "password-file", config.passwordFile()),
                secret(entry, "refresh-token-file", config.refreshTokenFile()),
                secret(entry, "client-assertion-file", config.clientAssertionFile()),
                secret(entry, "subject-token-file", config.subjectTokenFile()),
                secret(entry, "actor-token-file", config.actorTokenFile()),
                secret(entry, "assertion-file", config.assertionFile()),
                key(
                    entry,
                    "private-key-file",
                    KeyAssembly.ofClient(config, cluster),
                    config.privateKeyPasswordSecretRef()),
                key(
                    entry,
                    "assertion.private-key-file",
                    KeyAssembly.ofAssertion(config.assertion(), cluster),
                    config.assertion().privateKeyPasswordSecretRef()),
                problem(
                    entry,
                    "service-account-file",
                    config.serviceAccountFile(),
                    path -> new ServiceAccountFile(path).read()),
                problem(
                    entry,
                    "registration-file",
                    config.registrationFile(),
                    path -> new RegistrationFile(path).resolve()),
                problem(
                    entry,
                    "tls.ca-file",
                    config.tls().caFile(),
                    path -> new CaFile(path).trustStore()),
                problem(
                    entry,
                    "proxy-file",
                    config.proxyFile(),
                    path -> ProxyAddress.file(path).resolve()),
                certificate(entry)),
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
                    publications.get(i).file().flatMap(PublicationConfig.FileTarget::template),
                    path -> new TemplateFormat(path).check()));
  }

  private static Optional<Problem> secret(ProviderEntry entry, String key, Optional<Path> file) {
    return problem(entry, key, file, path -> new SecretRef.File(key, path).resolve());
  }

  /** What is in a cluster is not asked for, and without its password a key cannot be read. */
  private static Optional<Problem> key(
      ProviderEntry entry,
      String key,
      Optional<SigningKeyFile> file,
      Optional<SecretRefConfig> password) {
    return file.filter(signing -> password.isEmpty())
        .flatMap(
            signing ->
                problem(entry, key, Optional.of(signing.file().path()), path -> signing.read()));
  }

  private static Optional<Problem> problem(
      ProviderEntry entry, String key, Optional<Path> file, Use use) {
    return file.flatMap(path -> complaint(() -> use.of(path)))
        .map(complaint -> entry.problem(key, withoutPrefix(complaint, key + " ")));
  }

  /** Certificate and key are looked at together: either may be wrong, or the pair. */
  private Optional<Problem> certificate(ProviderEntry entry) {
    return ConnectionAssembly.certificate(entry.config().tls())
        .flatMap(pair -> complaint(() -> pair.check(clock.instant())))
        .map(
            complaint -> {
              var key = complaint.startsWith(KEY_FILE) ? KEY_FILE : "tls.client-certificate-file";
              return entry.problem(key, withoutPrefix(complaint, key + " "));
            });
  }

  private static Optional<String> complaint(Runnable use) {
    try {
      use.run();
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
