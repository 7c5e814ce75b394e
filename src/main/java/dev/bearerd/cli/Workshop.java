package dev.bearerd.cli;

import dev.bearerd.cli.Assembly.Assembled;
import dev.bearerd.config.AgentConfig;
import dev.bearerd.config.Configuration;
import dev.bearerd.file.AtomicFile;
import dev.bearerd.journal.FileJournal;
import dev.bearerd.journal.Journal;
import dev.bearerd.journal.MemoryJournal;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.oauth.RestTransports;
import dev.bearerd.oauth.TlsSettings;
import dev.bearerd.refresh.Agent;
import dev.bearerd.refresh.Provider;
import dev.bearerd.refresh.ProviderDefinition;
import dev.bearerd.refresh.RefreshListener;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Makes what the commands work with: the one clock, the one source of randomness. */
final class Workshop {
  private final InstantSource clock = InstantSource.system();
  private final RandomGenerator random = new SecureRandom();
  private final Configuration configuration;

  Workshop(Configuration configuration) {
    this.configuration = configuration;
  }

  InstantSource clock() {
    return clock;
  }

  Assembled assemble() {
    return assemble(new RestTransports(clock)::with);
  }

  Assembled assemble(Function<TlsSettings, HttpTransport> transports) {
    return new Assembly(transports, clock, random).assemble(configuration);
  }

  /** Providers that have taken up the tokens of the journal. */
  List<Provider> providers(List<ProviderDefinition> definitions, RefreshListener listener) {
    var journal = journal(configuration.agent());
    var providers =
        definitions.stream()
            .map(definition -> new Provider(definition, journal, clock, random, listener))
            .toList();
    providers.forEach(Provider::resume);
    return providers;
  }

  /** Removes what writers that were killed have left over beside the published files. */
  void sweep() {
    configuration.providers().stream()
        .flatMap(entry -> entry.config().publish().stream())
        .flatMap(publication -> publication.file().stream())
        .map(file -> file.path().toAbsolutePath().normalize().getParent())
        .distinct()
        .forEach(AtomicFile::sweep);
  }

  Agent agent(List<Provider> providers, Workers workers, RefreshListener listener) {
    var config = configuration.agent();
    var limits = new Agent.Limits(config.maxConcurrent(), config.maxConcurrentPerHost());
    return new Agent(providers, limits, workers.executors(), clock, listener);
  }

  /** As many threads as token requests may be in flight, and as many to publish. */
  Workers workers() {
    return new Workers(configuration.agent().maxConcurrent());
  }

  private Journal journal(AgentConfig config) {
    return config
        .journal()
        .<Journal>map(directory -> new FileJournal(directory, random))
        .orElseGet(MemoryJournal::new);
  }
}
