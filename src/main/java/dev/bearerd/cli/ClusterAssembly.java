package dev.bearerd.cli;

import dev.bearerd.config.AgentConfig;
import dev.bearerd.config.AgentConfig.Watch;
import dev.bearerd.config.HookConfig;
import dev.bearerd.config.ProviderConfig;
import dev.bearerd.config.ProviderEntry;
import dev.bearerd.config.PublicationConfig;
import dev.bearerd.config.SecretRefConfig;
import dev.bearerd.config.SecretText;
import dev.bearerd.hook.Hook;
import dev.bearerd.kubernetes.Cluster;
import dev.bearerd.kubernetes.ClusterWorkloads;
import dev.bearerd.kubernetes.RolloutHook;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.refresh.Credentials;
import dev.bearerd.secret.ApiSecrets;
import dev.bearerd.secret.Claim;
import dev.bearerd.secret.SecretReader;
import dev.bearerd.secret.SecretTargets;
import dev.bearerd.secret.Watching;
import dev.bearerd.shard.Sharding;
import dev.bearerd.target.Format;
import dev.bearerd.target.Target;
import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import io.quarkus.kubernetes.client.runtime.internal.QuarkusHttpClientFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes what a configuration has in a cluster. The cluster is not asked anything before its use.
 */
final class ClusterAssembly {
  /** None that anybody can name, so that nothing is taken for the same as something else. */
  private static final String NOWHERE = "(namespace)";

  private final Cluster cluster;
  private final SecretTargets targets;
  private final SecretReader reader;
  private final InstantSource clock;

  ClusterAssembly(Cluster cluster, Watch watch, InstantSource clock) {
    var secrets = new ApiSecrets(cluster, watching(watch));
    this.cluster = cluster;
    this.clock = clock;
    var uptime = new Uptime();
    this.targets = new SecretTargets(secrets, clock, uptime);
    this.reader = new SecretReader(secrets, uptime);
  }

  /** One whose parts are not used, only looked at: to find problems. */
  static ClusterAssembly offline() {
    var nowhere = new Cluster(Optional.of(NOWHERE), QuarkusHttpClientFactory::new);
    return new ClusterAssembly(nowhere, Watch.NONE, InstantSource.system());
  }

  static Watching watching(Watch watch) {
    return switch (watch) {
      case NAME -> Watching.NAME;
      case NAMESPACE -> Watching.NAMESPACE;
      case NONE -> Watching.NONE;
    };
  }

  Target target(
      String provider, PublicationConfig.SecretTarget config, Map<String, Format> entries) {
    return targets.target(
        new Claim(
            provider,
            name(config.name(), config.namespace()),
            entries,
            config.type(),
            config.labels(),
            config.annotations(),
            config.force()));
  }

  /** The Secrets of the journal, in which nothing may be published. */
  Stream<SecretName> ofJournal(AgentConfig config) {
    var sharding = new Sharding(config.kubernetes().shards());
    return config.journal().kubernetesSecret().stream()
        .map(named -> name(named.name(), named.namespace()))
        .flatMap(
            named ->
                IntStream.range(0, sharding.count())
                    .mapToObj(shard -> sharding.secret(named, shard)));
  }

  Hook rollout(HookConfig.RolloutHook config) {
    var workload = HookAssembly.workload(config, cluster::namespace);
    return new RolloutHook(workload, new ClusterWorkloads(cluster), clock);
  }

  /**
   * A secret that is given as a text, as a file or in a Secret.
   *
   * @param key of the text
   */
  Optional<SecretRef> secret(
      String key,
      Optional<SecretText> literal,
      Optional<Path> file,
      Optional<SecretRefConfig> ref) {
    return literal
        .<SecretRef>map(value -> new SecretRef.Literal(new Secret(value.get())))
        .or(() -> file.map(path -> new SecretRef.File(key + "-file", path)))
        .or(() -> ref.map(config -> secret(key + "-secret-ref", config)));
  }

  SecretRef secret(String key, SecretRefConfig config) {
    var name = name(config.name(), config.namespace());
    return reader.secret(key, name, config.key());
  }

  /** What tells whether that secret has changed. */
  Credentials.Kept kept(SecretRefConfig config) {
    var name = name(config.name(), config.namespace());
    return new Credentials.Kept() {
      @Override
      public Optional<String> version() {
        return reader.version(name, config.key());
      }

      @Override
      public Optional<Instant> changedAt() {
        return reader.changedAt(name);
      }
    };
  }

  /** Secrets that are read are watched from now on. */
  void watch() {
    reader.watch();
  }

  /** Ends the watches of all Secrets that these do not read. */
  void keep(List<ProviderEntry> providers) {
    reader.keep(
        providers.stream()
            .flatMap(entry -> refs(entry.config()))
            .map(ref -> name(ref.name(), ref.namespace()))
            .collect(Collectors.toSet()));
  }

  static Stream<SecretRefConfig> refs(ProviderConfig config) {
    return Stream.of(
            config.clientSecretSecretRef(),
            config.passwordSecretRef(),
            config.refreshTokenSecretRef(),
            config.privateKeyPasswordSecretRef(),
            config.assertion().privateKeyPasswordSecretRef())
        .flatMap(Optional::stream);
  }

  private SecretName name(String name, Optional<String> namespace) {
    return new SecretName(namespace.orElseGet(cluster::namespace), name);
  }
}
