package dev.bearerd.cli;

import dev.bearerd.config.HookConfig;
import dev.bearerd.config.ProviderConfig;
import dev.bearerd.hook.ExecHook;
import dev.bearerd.hook.Hook;
import dev.bearerd.hook.HttpHook;
import dev.bearerd.hook.SignalHook;
import dev.bearerd.hook.WebClient;
import dev.bearerd.kubernetes.Workload;
import dev.bearerd.kubernetes.Workload.Kind;
import dev.bearerd.token.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Makes the hooks of one provider. */
final class HookAssembly {
  private final WebClient client;
  private final Findings findings;
  private final Set<Secret> secrets;
  private final ClusterAssembly cluster;

  /**
   * @param secrets which no variable of a program may hold
   * @param cluster of the workloads
   */
  HookAssembly(WebClient client, Findings findings, Set<Secret> secrets, ClusterAssembly cluster) {
    this.secrets = Set.copyOf(secrets);
    this.client = client;
    this.findings = findings;
    this.cluster = cluster;
  }

  /** All but those whose problems were added to the findings. */
  List<Hook> assemble(ProviderConfig config) {
    var hooks = new ArrayList<Hook>();
    for (int i = 0; i < config.hooks().size(); i++) {
      var key = "hooks[" + i + "]";
      var hook = config.hooks().get(i);
      hook.exec().map(this::exec).ifPresent(hooks::add);
      hook.signal().flatMap(signal -> signal(signal, key + ".signal")).ifPresent(hooks::add);
      hook.http().flatMap(http -> http(http, key + ".http")).ifPresent(hooks::add);
      hook.rollout().flatMap(rollout -> rollout(rollout, key + ".rollout")).ifPresent(hooks::add);
    }
    return hooks;
  }

  private Hook exec(HookConfig.ExecHook config) {
    return new ExecHook(
        config.command(), config.timeout(), value -> secrets.contains(new Secret(value)));
  }

  private Optional<Hook> signal(HookConfig.SignalHook config, String key) {
    try {
      return Optional.of(new SignalHook(config.pidFile(), config.signal()));
    } catch (IllegalArgumentException e) {
      findings.add(key + ".signal", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<Hook> http(HookConfig.HttpHook config, String key) {
    try {
      return Optional.of(
          new HttpHook(client, config.url(), config.method(), config.headers(), config.timeout()));
    } catch (IllegalArgumentException e) {
      findings.add(key + ".headers", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<Hook> rollout(HookConfig.RolloutHook config, String key) {
    if (config.deployment().or(config::statefulset).or(config::daemonset).isEmpty()) {
      findings.add(key, "must name one of deployment, statefulset, daemonset");
      return Optional.empty();
    }
    return Optional.of(cluster.rollout(config));
  }

  /**
   * The workload that a hook restarts.
   *
   * @param namespace where the hook names none
   */
  static Workload workload(HookConfig.RolloutHook config, Supplier<String> namespace) {
    var where = config.namespace().orElseGet(namespace);
    return config
        .deployment()
        .map(name -> new Workload(Kind.DEPLOYMENT, where, name))
        .or(() -> config.statefulset().map(name -> new Workload(Kind.STATEFULSET, where, name)))
        .or(() -> config.daemonset().map(name -> new Workload(Kind.DAEMONSET, where, name)))
        .orElseThrow();
  }
}
