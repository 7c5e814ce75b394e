package dev.bearerd.config;

import dev.bearerd.config.Node.Mapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads the configuration from files and environment variables: all of it, or else every problem at
 * once. What a preset or a grant needs is not known here, but to whom it is asked.
 */
public final class ConfigurationReader {
  private final Map<String, String> environment;
  private final Function<ProviderEntry, List<Problem>> meaning;

  /** Takes every provider to be right whose keys are right each by itself. */
  public ConfigurationReader(Map<String, String> environment) {
    this(environment, provider -> List.of());
  }

  /**
   * @param environment variables that override keys and expand in values
   * @param meaning finds what is wrong with a provider when its keys are seen together
   */
  public ConfigurationReader(
      Map<String, String> environment, Function<ProviderEntry, List<Problem>> meaning) {
    this.environment = Map.copyOf(environment);
    this.meaning = meaning;
  }

  /**
   * Reads files, and the {@code *.yaml} files of directories by name, as one configuration.
   *
   * @throws ConfigurationException with all problems; whatever the files hold, nothing else
   */
  public Configuration read(List<Path> locations) {
    var inspection = new Inspection(new Expansion(environment));
    var files = files(locations, inspection);
    inspection.finish();
    var merged = FileMerge.merge(files, inspection);
    var tree = usable(Overrides.apply(merged, environment, inspection), inspection);
    var providers = providers(tree, inspection);
    providers.stream()
        .flatMap(provider -> meaning.apply(provider).stream())
        .filter(problem -> inspection.foundNothingAt(problem.key()))
        .forEach(inspection::report);
    var agent = agent(tree);
    agent.ifPresent(known -> requireSharedJournal(known, tree, inspection));
    inspection.finish();
    return new Configuration(agent.orElseThrow(), providers);
  }

  private static List<Node> files(List<Path> locations, Inspection inspection) {
    return locations.stream()
        .flatMap(location -> attempt(() -> ConfigurationFiles.below(location), inspection))
        .flatMap(List::stream)
        .flatMap(file -> attempt(() -> YamlReader.read(file), inspection))
        .toList();
  }

  private static <T> Stream<T> attempt(Supplier<T> reading, Inspection inspection) {
    try {
      return Stream.of(reading.get());
    } catch (ConfigurationException e) {
      e.problems().forEach(inspection::report);
      return Stream.empty();
    }
  }

  /** What is left when everything that is wrong by itself was reported and taken out. */
  private static Mapping usable(Mapping tree, Inspection inspection) {
    requireProvider(tree, inspection);
    return (Mapping) Keys.BEARERD.clean("", tree, inspection).orElseThrow();
  }

  /** A root key that is spelt wrong was reported already, and hides the providers. */
  private static void requireProvider(Mapping tree, Inspection inspection) {
    var given = tree.values().getOrDefault(Keys.PROVIDERS, new Mapping(tree.location(), Map.of()));
    var hidden = !inspection.foundNothing() && !tree.values().containsKey(Keys.PROVIDERS);
    if (given instanceof Mapping names && names.values().isEmpty() && !hidden) {
      inspection.report(given.location(), Keys.PROVIDERS, "name one provider at least");
    }
  }

  /** What goes on in another replica must be known there. */
  private static void requireSharedJournal(AgentConfig agent, Mapping tree, Inspection inspection) {
    var shards = agent.kubernetes().shards();
    if (shards > 1 && agent.journal().kubernetesSecret().isEmpty()) {
      inspection.report(
          child(tree, "kubernetes").location(),
          "kubernetes.shards",
          "more than one needs journal.kubernetes-secret, as replicas share what they remember");
    }
  }

  /** Empty where something is missing, which was reported then. */
  private static Optional<AgentConfig> agent(Mapping tree) {
    var flattening = Flattening.of(tree.only(Keys.AGENT.keys().keySet()), "bearerd");
    return new Mapper<>(AgentConfig.class).map(flattening.properties());
  }

  private static List<ProviderEntry> providers(Mapping tree, Inspection inspection) {
    var defaults = child(tree, Keys.DEFAULTS);
    var checks = new CrossChecks(inspection, agent(tree));
    var mapper = new Mapper<>(ProviderConfig.class);
    var entries = new ArrayList<ProviderEntry>();
    for (var provider : child(tree, Keys.PROVIDERS).values().entrySet()) {
      if (provider.getValue() instanceof Mapping own) {
        provider(provider.getKey(), Defaults.under(own, defaults), mapper, inspection)
            .ifPresent(entries::add);
      }
    }
    entries.forEach(checks::check);
    return entries;
  }

  private static Optional<ProviderEntry> provider(
      String name, Mapping keys, Mapper<ProviderConfig> mapper, Inspection inspection) {
    var flattening = Flattening.of(keys, "provider");
    var identity = Flattening.of(keys.only(Keys.IDENTITY), "provider");
    var config = mapper.map(flattening.properties());
    if (config.isEmpty() && inspection.foundNothing()) {
      inspection.report(keys.location(), Keys.PROVIDERS + "." + name, "cannot be understood");
    }
    return config.map(
        found ->
            new ProviderEntry(
                name, found, flattening.locations(), flattening.digest(), identity.digest()));
  }

  private static Mapping child(Mapping tree, String key) {
    return tree.values().get(key) instanceof Mapping mapping
        ? mapping
        : new Mapping(tree.location(), Map.of());
  }
}
