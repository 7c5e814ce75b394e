package dev.bearerd.cli;

import dev.bearerd.config.AgentConfig;
import dev.bearerd.config.Configuration;
import dev.bearerd.config.HookConfig;
import dev.bearerd.config.ProviderConfig;
import dev.bearerd.config.ProviderConfig.OnExpiry;
import dev.bearerd.config.ProviderConfig.OnRemoval;
import dev.bearerd.config.ProviderEntry;
import dev.bearerd.config.PublicationConfig;
import dev.bearerd.config.SecretConfig;
import dev.bearerd.config.SecretRefConfig;
import dev.bearerd.kubernetes.Right;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.secret.SecretReader;
import dev.bearerd.secret.SecretTarget;
import dev.bearerd.secret.Watching;
import dev.bearerd.shard.Replica;
import dev.bearerd.shard.SecretJournals;
import dev.bearerd.shard.Sharding;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that a configuration needs to be allowed in a cluster. */
final class NeededRights {
  private final AgentConfig.Kubernetes config;
  private final Sharding sharding;
  private final Supplier<String> home;

  /**
   * @param home the namespace of bearerd itself
   */
  NeededRights(AgentConfig.Kubernetes config, Supplier<String> home) {
    this.config = config;
    this.sharding = new Sharding(config.shards());
    this.home = home;
  }

  /** None without anything of Kubernetes; nobody is asked for the namespace then. */
  Set<Right> of(Configuration configuration) {
    return Stream.of(
            configuration.providers().stream().flatMap(this::ofProvider),
            configuration.agent().journal().kubernetesSecret().stream().flatMap(this::ofJournal),
            ofLeases())
        .flatMap(rights -> rights)
        .collect(Collectors.toSet());
  }

  private Stream<Right> ofProvider(ProviderEntry entry) {
    var provider = entry.config();
    return Stream.of(
            ClusterAssembly.refs(provider).flatMap(this::ofSecretRef),
            provider.publish().stream()
                .flatMap(publication -> publication.kubernetesSecret().stream())
                .flatMap(target -> ofTarget(target, removes(provider))),
            provider.hooks().stream()
                .flatMap(hook -> hook.rollout().stream())
                .flatMap(this::ofHook))
        .flatMap(rights -> rights);
  }

  private static boolean removes(ProviderConfig provider) {
    return provider.onExpiry() == OnExpiry.REMOVE || provider.onRemoval() == OnRemoval.DELETE;
  }

  private Stream<Right> ofSecretRef(SecretRefConfig ref) {
    var secret = new SecretName(namespace(ref.namespace()), ref.name());
    return SecretReader.rights(secret, watching()).stream();
  }

  private Stream<Right> ofTarget(PublicationConfig.SecretTarget target, boolean isRemoved) {
    var secret = new SecretName(namespace(target.namespace()), target.name());
    return SecretTarget.rights(secret, watching(), isRemoved).stream();
  }

  private Stream<Right> ofHook(HookConfig.RolloutHook hook) {
    return HookAssembly.workload(hook, () -> namespace(Optional.empty())).rights().stream();
  }

  private Stream<Right> ofJournal(SecretConfig journal) {
    var name = new SecretName(namespace(journal.namespace()), journal.name());
    return SecretJournals.rights(name, sharding).stream();
  }

  /** One replica needs none. */
  private Stream<Right> ofLeases() {
    return sharding.count() == 1
        ? Stream.empty()
        : Replica.rights(namespace(Optional.empty()), sharding).stream();
  }

  private Watching watching() {
    return ClusterAssembly.watching(config.watch());
  }

  private String namespace(Optional<String> named) {
    return named.or(config::namespace).orElseGet(home);
  }
}
