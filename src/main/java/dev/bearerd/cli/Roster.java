package dev.bearerd.cli;

import dev.bearerd.config.Configuration;
import dev.bearerd.config.Difference;
import dev.bearerd.journal.Journal;
import dev.bearerd.refresh.Agent;
import dev.bearerd.refresh.Provider;
import dev.bearerd.refresh.ProviderDefinition;
import dev.bearerd.refresh.RefreshListener;
import dev.bearerd.shard.Sharding;
import dev.bearerd.status.RefreshMetrics;
import dev.bearerd.target.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which providers run here: those of the configuration whose shard this process works on. Both
 * change while the agent runs. Safe for threads.
 */
final class Roster {
  private final Workshop workshop;
  private final Agent agent;
  private final RefreshMetrics metrics;
  private final RefreshListener listener;
  private final Sharding sharding;
  private final Map<Integer, Journal> journals = new HashMap<>(); // of the shards worked on
  private final Set<Provider> released = new HashSet<>(); // may still have something under way
  private volatile Configuration configuration;
  private volatile List<ProviderDefinition> definitions;

  Roster(
      Workshop workshop,
      Agent agent,
      RefreshMetrics metrics,
      RefreshListener listener,
      Configuration configuration,
      List<ProviderDefinition> definitions) {
    this.workshop = workshop;
    this.agent = agent;
    this.metrics = metrics;
    this.listener = listener;
    this.sharding = workshop.sharding();
    this.configuration = configuration;
    this.definitions = definitions;
  }

  /** Those of the configuration in force that run here. */
  synchronized List<ProviderDefinition> running() {
    return definitions.stream().filter(this::isHere).toList();
  }

  /** Another configuration is in force from now on. */
  synchronized void reload(
      Configuration next, List<ProviderDefinition> changed, Difference difference) {
    configuration = next;
    definitions = List.copyOf(changed);
    agent.keep(kept(Set.copyOf(difference.changed())), Workshop.limits(next.agent()));
    difference.removed().forEach(metrics::forget);
  }

  /**
   * The providers of a shard run here from now on.
   *
   * @param journal that remembers them
   */
  synchronized void begin(int shard, Journal journal) {
    if (journals.containsKey(shard)) {
      end(shard); // what runs by another journal could not go on
    }
    journals.put(shard, journal);
    agent.keep(kept(Set.of()), Workshop.limits(configuration.agent()));
  }

  /**
   * The providers of a shard run elsewhere from now on.
   *
   * @return whether they ran here
   */
  synchronized boolean end(int shard) {
    var ran = journals.remove(shard) != null;
    var gone = agent.providers().stream().filter(p -> shardOf(p.name()) == shard).toList();
    released.addAll(gone);
    agent.release(gone);
    gone.forEach(provider -> metrics.forget(provider.name()));
    return ran;
  }

  /** Tells why nobody can work on anything here, as long as that is so. */
  void standBy(Optional<String> why) {
    agent.standBy(why);
  }

  /** Whether nothing is under way of a shard that ended. */
  synchronized boolean isIdle(int shard) {
    released.removeIf(agent::isIdle);
    return released.stream().noneMatch(provider -> shardOf(provider.name()) == shard);
  }

  /** Whether the journal lacks something of a shard that ended, and can have it soon. */
  synchronized boolean isUnsaved(int shard) {
    return released.stream()
        .anyMatch(provider -> shardOf(provider.name()) == shard && provider.owesJournalForAWhile());
  }

  private boolean isHere(ProviderDefinition definition) {
    return journals.containsKey(shardOf(definition.name()));
  }

  private int shardOf(String provider) {
    return sharding.shardOf(provider);
  }

  private List<Provider> kept(Set<String> changed) {
    Map<String, Provider> before =
        agent.providers().stream().collect(Collectors.toMap(Provider::name, Function.identity()));
    var inUse =
        definitions.stream()
            .flatMap(definition -> definition.targets().stream())
            .map(Target::description)
            .collect(Collectors.toSet());
    return definitions.stream()
        .flatMap(definition -> kept(definition, before, changed, inUse))
        .toList();
  }

  private Stream<Provider> kept(
      ProviderDefinition definition,
      Map<String, Provider> before,
      Set<String> changed,
      Set<String> inUse) {
    return Optional.ofNullable(before.get(definition.name()))
        .map(provider -> goOn(provider, definition, changed, inUse))
        .or(() -> journalOf(definition).map(journal -> added(definition, journal)))
        .stream();
  }

  private Optional<Journal> journalOf(ProviderDefinition definition) {
    return Optional.ofNullable(journals.get(shardOf(definition.name())));
  }

  private static Provider goOn(
      Provider provider, ProviderDefinition definition, Set<String> changed, Set<String> inUse) {
    if (changed.contains(provider.name())) {
      provider.reconfigure(definition, inUse);
    }
    return provider;
  }

  private Provider added(ProviderDefinition definition, Journal journal) {
    var provider = workshop.provider(definition, journal, listener);
    metrics.observe(provider);
    return provider;
  }
}
