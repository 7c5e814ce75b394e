package dev.bearerd.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a reload changes: names of providers and dotted keys of the agent, never a value.
 *
 * @param added providers, in the order of the files, like all others
 * @param changed providers of which any key has another value
 * @param removed in the order of the files before
 * @param unchanged in the order of the files after
 * @param takingEffect keys of the agent that changed and can be followed at once
 * @param needingRestart keys of the agent that changed and are followed after a restart only
 */
public record Difference(
    List<String> added,
    List<String> changed,
    List<String> removed,
    List<String> unchanged,
    List<String> takingEffect,
    List<String> needingRestart) {

  private static final List<AgentKey> TAKING_EFFECT =
      List.of(
          new AgentKey("max-concurrent", AgentConfig::maxConcurrent),
          new AgentKey("max-concurrent-per-host", AgentConfig::maxConcurrentPerHost));

  private static final List<AgentKey> NEEDING_RESTART =
      List.of(
          new AgentKey("journal", Difference::journal),
          new AgentKey("kubernetes.namespace", agent -> agent.kubernetes().namespace()),
          new AgentKey("kubernetes.shards", agent -> agent.kubernetes().shards()),
          new AgentKey("kubernetes.watch", agent -> agent.kubernetes().watch()),
          new AgentKey("http.host", agent -> agent.http().host()),
          new AgentKey("http.port", agent -> agent.http().port()));

  public Difference {
    added = List.copyOf(added);
    changed = List.copyOf(changed);
    removed = List.copyOf(removed);
    unchanged = List.copyOf(unchanged);
    takingEffect = List.copyOf(takingEffect);
    needingRestart = List.copyOf(needingRestart);
  }

  /** Where a provider stands in its file makes no difference. */
  public static Difference between(Configuration before, Configuration after) {
    var old = fingerprints(before);
    var current = fingerprints(after);
    Predicate<String> same = name -> Objects.equals(old.get(name), current.get(name));
    return new Difference(
        those(current, name -> !old.containsKey(name)),
        those(current, name -> old.containsKey(name) && !same.test(name)),
        those(old, name -> !current.containsKey(name)),
        those(current, same),
        changed(TAKING_EFFECT, before.agent(), after.agent()),
        changed(NEEDING_RESTART, before.agent(), after.agent()));
  }

  private static Map<String, String> fingerprints(Configuration configuration) {
    var fingerprints = new LinkedHashMap<String, String>();
    configuration.providers().forEach(p -> fingerprints.put(p.name(), p.fingerprint()));
    return fingerprints;
  }

  private static List<String> those(Map<String, String> providers, Predicate<String> condition) {
    return providers.keySet().stream().filter(condition).toList();
  }

  private static List<Object> journal(AgentConfig agent) {
    var secret = agent.journal().kubernetesSecret();
    return List.of(
        agent.journal().directory(),
        secret.map(SecretConfig::name),
        secret.flatMap(SecretConfig::namespace));
  }

  private static List<String> changed(List<AgentKey> keys, AgentConfig before, AgentConfig after) {
    return keys.stream()
        .filter(key -> !key.value().apply(before).equals(key.value().apply(after)))
        .map(AgentKey::name)
        .toList();
  }

  /** A key of the agent, and how to read it. */
  private record AgentKey(String name, Function<AgentConfig, Object> value) {}
}
