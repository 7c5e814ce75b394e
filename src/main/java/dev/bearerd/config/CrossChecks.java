package dev.bearerd.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Checks that need more than one key, or more than one provider. */
final class CrossChecks {
  private static final String CERTIFICATE = "tls.client-certificate-file";
  private static final String KEY = "tls.client-key-file";

  private final Inspection inspection;
  private final PublishedPaths published = new PublishedPaths();
  private final PublishedSecrets secrets;
  private final Set<Problem> reported = new HashSet<>();

  /**
   * @param agent empty where it cannot be understood
   */
  CrossChecks(Inspection inspection, Optional<AgentConfig> agent) {
    this.inspection = inspection;
    this.secrets = new PublishedSecrets(agent.flatMap(a -> a.kubernetes().namespace()));
    agent.ifPresent(a -> a.journal().kubernetesSecret().ifPresent(j -> reserve(j, a.kubernetes())));
  }

  /** Whoever mounts a published Secret must not get a refresh token with it. */
  private void reserve(SecretConfig journal, AgentConfig.Kubernetes kubernetes) {
    for (int shard = 0; shard < kubernetes.shards(); shard++) {
      var name = kubernetes.shards() == 1 ? journal.name() : journal.name() + "-" + shard;
      secrets.add(journal.namespace(), name, "the journal");
    }
  }

  void check(ProviderEntry entry) {
    checkPlainText(entry, "server", entry.config().server());
    checkPlainText(entry, "token-url", entry.config().tokenUrl());
    checkPlainText(entry, "issuer", entry.config().issuer());
    checkPlainText(entry, "device-authorization-url", entry.config().deviceAuthorizationUrl());
    checkPlainText(entry, "revocation-url", entry.config().revocationUrl());
    checkHooks(entry);
    checkRetry(entry);
    checkCertificate(entry);
    for (int i = 0; i < entry.config().publish().size(); i++) {
      checkPlace(entry, "publish[" + i + "]", entry.config().publish().get(i));
    }
  }

  private void checkHooks(ProviderEntry entry) {
    for (int i = 0; i < entry.config().hooks().size(); i++) {
      var url = entry.config().hooks().get(i).http().map(HookConfig.HttpHook::url);
      checkPlainText(entry, "hooks[" + i + "].http.url", url);
    }
  }

  private void checkPlainText(ProviderEntry entry, String key, Optional<URI> url) {
    if (url.filter(PlainText::shows).isPresent() && !entry.config().allowHttp()) {
      report(
          entry,
          key,
          "would send secrets in plain text; use https, or say allow-http: true if that is meant");
    }
  }

  private void checkRetry(ProviderEntry entry) {
    var retry = entry.config().retry();
    if (retry.max().compareTo(retry.initial()) < 0) {
      report(entry, "retry.max", "is shorter than retry.initial");
    }
  }

  private void checkCertificate(ProviderEntry entry) {
    var tls = entry.config().tls();
    if (tls.clientCertificateFile().isPresent() && tls.clientKeyFile().isEmpty()) {
      report(entry, CERTIFICATE, "needs " + KEY + ", the file of its private key");
    }
    if (tls.clientKeyFile().isPresent() && tls.clientCertificateFile().isEmpty()) {
      report(entry, KEY, "needs " + CERTIFICATE + ", the file of its certificate");
    }
  }

  private void checkPlace(ProviderEntry entry, String key, PublicationConfig publication) {
    publication.file().ifPresent(f -> checkPath(entry, key + ".file.path", f.path(), false));
    publication
        .directory()
        .ifPresent(d -> checkPath(entry, key + ".directory.path", d.path(), true));
    publication
        .kubernetesSecret()
        .ifPresent(s -> checkSecret(entry, key + ".kubernetes-secret", s));
  }

  private void checkPath(ProviderEntry entry, String key, Path path, boolean isDirectory) {
    published
        .add(path, isDirectory, publisher(entry, key))
        .ifPresent(complaint -> inspection.report(entry.problem(key, complaint)));
  }

  private void checkSecret(ProviderEntry entry, String key, PublicationConfig.SecretTarget secret) {
    secrets
        .add(secret.namespace(), secret.name(), publisher(entry, key))
        .ifPresent(complaint -> inspection.report(entry.problem(key + ".name", complaint)));
  }

  private static String publisher(ProviderEntry entry, String key) {
    return "providers." + entry.name() + " at " + entry.locate(key);
  }

  /** A mistake in the defaults is reported for one provider, not for each. */
  private void report(ProviderEntry entry, String key, String message) {
    if (reported.add(new Problem(entry.locate(key), key, message))) {
      inspection.report(entry.problem(key, message));
    }
  }
}
