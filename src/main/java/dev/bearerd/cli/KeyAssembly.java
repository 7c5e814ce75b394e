package dev.bearerd.cli;

import dev.bearerd.config.ProviderConfig;
import dev.bearerd.config.ProviderConfig.Assertion;
import dev.bearerd.key.PrivateKeyFile;
import dev.bearerd.key.SignatureAlgorithm;
import dev.bearerd.key.SigningKeyFile;
import dev.bearerd.oauth.Dialect;
import java.util.Optional;

/** The private keys that a provider's configuration names. */
final class KeyAssembly {
  private KeyAssembly() {}

  /** What proves the client. */
  static Optional<SigningKeyFile> ofClient(ProviderConfig config, ClusterAssembly cluster) {
    var password =
        cluster.secret(
            "private-key-password",
            config.privateKeyPassword(),
            config.privateKeyPasswordFile(),
            config.privateKeyPasswordSecretRef());
    return config
        .privateKeyFile()
        .map(path -> new PrivateKeyFile("private-key-file", path, password))
        .map(file -> new SigningKeyFile(file, clientAlgorithm(config), config.keyId()));
  }

  /** What an assertion is signed with. */
  static Optional<SigningKeyFile> ofAssertion(Assertion config, ClusterAssembly cluster) {
    var password =
        cluster.secret(
            "assertion.private-key-password",
            config.privateKeyPassword(),
            config.privateKeyPasswordFile(),
            config.privateKeyPasswordSecretRef());
    return config
        .privateKeyFile()
        .map(path -> new PrivateKeyFile("assertion.private-key-file", path, password))
        .map(
            file ->
                new SigningKeyFile(file, algorithm(config.signatureAlgorithm()), config.keyId()));
  }

  /** Adds a problem where the algorithm is none for private keys. */
  static void check(
      Findings findings, String key, Optional<ProviderConfig.SignatureAlgorithm> algorithm) {
    if (algorithm.equals(Optional.of(ProviderConfig.SignatureAlgorithm.HS256))) {
      findings.add(key, "HS256 is not for private keys; give another, or none");
    }
  }

  /** GitHub takes no other. */
  private static Optional<SignatureAlgorithm> clientAlgorithm(ProviderConfig config) {
    return config.preset().flatMap(Dialect::named).equals(Optional.of(Dialect.GITHUB_APP))
        ? Optional.of(SignatureAlgorithm.RS256)
        : algorithm(config.signatureAlgorithm());
  }

  private static Optional<SignatureAlgorithm> algorithm(
      Optional<ProviderConfig.SignatureAlgorithm> wanted) {
    return wanted
        .filter(algorithm -> algorithm != ProviderConfig.SignatureAlgorithm.HS256)
        .map(algorithm -> SignatureAlgorithm.valueOf(algorithm.name()));
  }
}
