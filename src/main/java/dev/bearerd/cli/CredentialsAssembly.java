package dev.bearerd.cli;

import dev.bearerd.apiconnect.RegistrationFile;
import dev.bearerd.config.Location;
import dev.bearerd.config.ProviderEntry;
import dev.bearerd.config.SecretRefConfig;
import dev.bearerd.config.SecretText;
import dev.bearerd.oauth.ProxyAddress;
import dev.bearerd.refresh.Credentials;
import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import dev.bearerd.token.TokenException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds all secrets of one provider, and where a change of them would show. */
final class CredentialsAssembly {
  private final ProviderEntry entry;
  private final List<Supplier<Secret>> secrets = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final List<Path> configuration = new ArrayList<>();
  private final List<Credentials.Kept> kept = new ArrayList<>();
  private final List<Credentials.Kept> keptOfAccount = new ArrayList<>();
  private final ClusterAssembly cluster;

  private CredentialsAssembly(ProviderEntry entry, ClusterAssembly cluster) {
    this.entry = entry;
    this.cluster = cluster;
  }

  static Credentials of(ProviderEntry entry, ClusterAssembly cluster, boolean lockable) {
    var config = entry.config();
    var found = new CredentialsAssembly(entry, cluster);
    found.add("client-secret", config.clientSecret(), config.clientSecretFile());
    found.add("password", config.password(), config.passwordFile());
    found.add("refresh-token", config.refreshToken(), config.refreshTokenFile());
    found.add("client-assertion-file", Optional.empty(), config.clientAssertionFile());
    found.add("subject-token-file", Optional.empty(), config.subjectTokenFile());
    found.add("actor-token-file", Optional.empty(), config.actorTokenFile());
    found.add("assertion-file", Optional.empty(), config.assertionFile());
    found.add("private-key-password", config.privateKeyPassword(), config.privateKeyPasswordFile());
    found.add(
        "assertion.private-key-password",
        config.assertion().privateKeyPassword(),
        config.assertion().privateKeyPasswordFile());
    found.addOfAccount("client-secret-secret-ref", config.clientSecretSecretRef());
    found.addOfAccount("password-secret-ref", config.passwordSecretRef());
    found.add("refresh-token-secret-ref", config.refreshTokenSecretRef());
    found.add("private-key-password-secret-ref", config.privateKeyPasswordSecretRef());
    found.add(
        "assertion.private-key-password-secret-ref",
        config.assertion().privateKeyPasswordSecretRef());
    config.registrationFile().ifPresent(found::addRegistration);
    config.proxyFile().ifPresent(found::addProxy);
    config.tls().clientCertificateFile().ifPresent(found.files::add);
    config.tls().clientKeyFile().ifPresent(found.files::add);
    config.privateKeyFile().ifPresent(found.files::add);
    config.assertion().privateKeyFile().ifPresent(found.files::add);
    config.serviceAccountFile().ifPresent(found.files::add);
    WrittenSecrets.of(config).map(SecretRef.Literal::new).forEach(found::add);
    var telling = lockable ? found.ofAccount() : found.files;
    var tellingToo = lockable ? found.keptOfAccount : found.kept;
    return new Credentials(found.secrets, telling, found.configuration, tellingToo, lockable);
  }

  /** What rotates by itself tells nothing of a password that was refused. */
  private List<Path> ofAccount() {
    var config = entry.config();
    return Stream.of(config.passwordFile(), config.clientSecretFile(), config.registrationFile())
        .flatMap(Optional::stream)
        .toList();
  }

  private void add(String key, Optional<SecretText> literal, Optional<Path> file) {
    file.ifPresent(
        path -> {
          add(new SecretRef.File(key, path));
          files.add(path);
        });
    literal
        .map(given -> entry.locate(key))
        .filter(location -> !location.isVariable())
        .map(Location::file)
        .ifPresent(written -> configuration.add(Path.of(written)));
  }

  private void add(String key, Optional<SecretRefConfig> ref) {
    ref.ifPresent(
        config -> {
          add(cluster.secret(key, config));
          kept.add(cluster.kept(config));
        });
  }

  private void addOfAccount(String key, Optional<SecretRefConfig> ref) {
    add(key, ref);
    ref.map(cluster::kept).ifPresent(keptOfAccount::add);
  }

  private void add(SecretRef ref) {
    secrets.add(ref::resolve);
  }

  private void addProxy(Path path) {
    files.add(path);
    secrets.add(
        () ->
            ProxyAddress.file(path)
                .resolve()
                .password()
                .orElseThrow(() -> TokenException.local(path + " has no password")));
  }

  private void addRegistration(Path path) {
    files.add(path);
    secrets.add(
        () ->
            new RegistrationFile(path)
                .resolve()
                .secret()
                .orElseThrow(() -> TokenException.local(path + " has no client secret")));
  }
}
