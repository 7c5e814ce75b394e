package dev.bearerd.cli;

import dev.bearerd.cli.Assembly.Assembled;
import dev.bearerd.config.AgentConfig;
import dev.bearerd.config.Configuration;
import dev.bearerd.config.PublicationConfig;
import dev.bearerd.config.SecretConfig;
import dev.bearerd.device.DeviceLogin;
import dev.bearerd.file.AtomicDirectory;
import dev.bearerd.file.AtomicFile;
import dev.bearerd.hook.WebClient;
import dev.bearerd.journal.FileJournal;
import dev.bearerd.journal.Journal;
import dev.bearerd.journal.JournalException;
import dev.bearerd.journal.MemoryJournal;
import dev.bearerd.kubernetes.Cluster;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.oauth.ConnectionSettings;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.oauth.RestTransports;
import dev.bearerd.refresh.Agent;
import dev.bearerd.refresh.Provider;
import dev.bearerd.refresh.ProviderDefinition;
import dev.bearerd.refresh.RefreshListener;
import dev.bearerd.shard.Fence;
import dev.bearerd.shard.Replica;
import dev.bearerd.shard.SecretJournal;
import dev.bearerd.shard.SecretJournals;
import dev.bearerd.shard.Sharding;
import dev.bearerd.token.TokenException;
import io.quarkus.kubernetes.client.runtime.internal.QuarkusHttpClientFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes what the commands work with, by the one clock, the one source of randomness, and what all
 * providers share: journal and connections.
 */
final class Workshop {
  private final InstantSource clock = InstantSource.system();
  private final RandomGenerator random = new SecureRandom();
  private final RestTransports transports = new RestTransports(clock);
  private final WebClient webClient = new WebClient();
  private final String writer = "bearerd-" + Long.toHexString(random.nextLong());
  private final Cluster cluster;
  private final ClusterAssembly inCluster;
  private final Sharding sharding;
  private final Optional<SecretJournals> inSecrets;
  private final Journal journal;

  /** The journal stays the one that is configured here. */
  Workshop(AgentConfig config) {
    this.cluster = new Cluster(config.kubernetes().namespace(), QuarkusHttpClientFactory::new);
    this.inCluster = new ClusterAssembly(cluster, config.kubernetes().watch(), clock);
    this.sharding = new Sharding(config.kubernetes().shards());
    this.inSecrets = config.journal().kubernetesSecret().map(this::journalsIn);
    this.journal =
        config
            .journal()
            .directory()
            .<Journal>map(directory -> new FileJournal(directory, random))
            .or(() -> inSecrets.map(SecretJournals::ofAll))
            .orElseGet(MemoryJournal::new);
  }

  InstantSource clock() {
    return clock;
  }

  RandomGenerator random() {
    return random;
  }

  RestTransports transports() {
    return transports;
  }

  /** Of all providers. */
  Journal journal() {
    return journal;
  }

  Sharding sharding() {
    return sharding;
  }

  /**
   * Of the providers of one shard, for whoever holds it.
   *
   * @param fence empty for who only looks
   */
  SecretJournal journal(int shard, Optional<Fence> fence) {
    return inSecrets.orElseThrow().of(shard, fence);
  }

  /** Whether it takes an API server to remember anything. */
  boolean isJournalInCluster() {
    return inSecrets.isPresent();
  }

  /** This process among those that share the shards. */
  Replica replica(String name, Replica.Work work) {
    return Replica.in(cluster, sharding, name, writer, work, clock, new Uptime());
  }

  private SecretJournals journalsIn(SecretConfig named) {
    return new SecretJournals(cluster, sharding, () -> name(named), writer, clock);
  }

  private SecretName name(SecretConfig named) {
    return new SecretName(named.namespace().orElseGet(cluster::namespace), named.name());
  }

  /** Nothing is asked of it until it is used, for which Quarkus must run. */
  Cluster cluster() {
    return cluster;
  }

  /**
   * A login for one provider, which must be configured.
   *
   * @throws TokenException where its server has no endpoint for that
   */
  DeviceLogin login(Configuration configuration, String provider) {
    var entry =
        configuration.providers().stream()
            .filter(candidate -> candidate.name().equals(provider))
            .findFirst()
            .orElseThrow();
    return new Assembly(transports::with, webClient, inCluster, clock, random).login(entry);
  }

  Assembled assemble(Configuration configuration) {
    return assemble(configuration, transports::with);
  }

  Assembled assemble(
      Configuration configuration, Function<ConnectionSettings, HttpTransport> sending) {
    return new Assembly(sending, webClient, inCluster, clock, random).assemble(configuration);
  }

  /** Closes the connections and ends the watches that only earlier configurations used. */
  void keepConnections(Configuration configuration) {
    transports.keep(
        configuration.providers().stream()
            .map(entry -> ConnectionAssembly.of(entry.config()))
            .collect(Collectors.toSet()));
    inCluster.keep(configuration.providers());
  }

  /** From now on, what others do to Secrets is noticed. */
  void watch(Agent agent) {
    inCluster.watch();
    agent.watch();
  }

  /** Providers for a command, which have taken up what the journal holds of them. */
  List<Provider> providers(List<ProviderDefinition> definitions, RefreshListener listener) {
    return definitions.stream()
        .map(
            definition -> {
              var provider = new Provider(definition, journal, clock, random, listener);
              provider.resumeForOneRun(onItsWay(definition));
              return provider;
            })
        .toList();
  }

  /** A provider for the daemon, which has taken up what a journal holds of it. */
  Provider provider(ProviderDefinition definition, Journal remembering, RefreshListener listener) {
    var provider = new Provider(definition, remembering, clock, random, listener);
    provider.resume(onItsWay(definition));
    return provider;
  }

  /** Only files can be locked: a process that holds one knows that no other asks. */
  private Duration onItsWay(ProviderDefinition definition) {
    return isJournalInCluster() ? definition.policies().timeout() : Duration.ZERO;
  }

  /** Why the journal cannot be written, where it cannot. */
  Optional<String> journalProblem() {
    try {
      journal.probe();
      return Optional.empty();
    } catch (JournalException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Removes what writers that were killed have left over beside the published files. */
  static void sweep(Configuration configuration) {
    publications(configuration)
        .flatMap(publication -> publication.file().stream())
        .map(file -> TargetAssembly.place(file.path()).getParent())
        .distinct()
        .forEach(AtomicFile::sweep);
    publications(configuration)
        .flatMap(publication -> publication.directory().stream())
        .map(directory -> TargetAssembly.place(directory.path()))
        .forEach(AtomicDirectory::sweep);
  }

  private static Stream<PublicationConfig> publications(Configuration configuration) {
    return configuration.providers().stream().flatMap(entry -> entry.config().publish().stream());
  }

  Agent agent(
      AgentConfig config, List<Provider> providers, Workers workers, RefreshListener listener) {
    var clocks = new Agent.Clocks(clock, new Uptime());
    return new Agent(providers, limits(config), workers.executors(), clocks, listener);
  }

  static Agent.Limits limits(AgentConfig config) {
    return new Agent.Limits(config.maxConcurrent(), config.maxConcurrentPerHost());
  }

  /** As many threads as token requests may be in flight, as many to publish, and to run hooks. */
  static Workers workers(AgentConfig config) {
    return new Workers(config.maxConcurrent());
  }
}
