package dev.bearerd.cli;

import dev.bearerd.config.AgentConfig;
import dev.bearerd.config.Configuration;
import dev.bearerd.config.ConfigurationException;
import dev.bearerd.config.Problem;
import dev.bearerd.config.ProviderConfig;
import dev.bearerd.config.ProviderConfig.GrantType;
import dev.bearerd.config.ProviderConfig.OnExpiry;
import dev.bearerd.config.ProviderConfig.OnRemoval;
import dev.bearerd.config.ProviderEntry;
import dev.bearerd.device.DeviceLogin;
import dev.bearerd.hook.Hook;
import dev.bearerd.hook.WebClient;
import dev.bearerd.oauth.ConnectionSettings;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.refresh.ProviderDefinition;
import dev.bearerd.refresh.ProviderDefinition.Policies;
import dev.bearerd.refresh.RefreshPolicy;
import dev.bearerd.refresh.RetryPolicy;
import dev.bearerd.secret.SecretTarget;
import dev.bearerd.target.Target;
import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes providers of a configuration. Finds every problem of every provider before it gives up, and
 * asks no server anything.
 */
final class Assembly {

  /**
   * @param providers in the order of the configuration
   * @param advice what works, and what the operator should change
   */
  record Assembled(List<ProviderDefinition> providers, List<String> advice) {}

  private final Function<ConnectionSettings, HttpTransport> transports;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final WebClient webClient;
  private final ClusterAssembly cluster;

  Assembly(
      Function<ConnectionSettings, HttpTransport> transports,
      WebClient webClient,
      ClusterAssembly cluster,
      InstantSource clock,
      RandomGenerator random) {
    this.webClient = webClient;
    this.cluster = cluster;
    this.transports = transports;
    this.clock = clock;
    this.random = random;
  }

  /** An assembly whose providers cannot ask any server: to find problems. */
  static Assembly offline() {
    HttpTransport refusing =
        (call, limits) -> {
          throw TokenException.local("no server is asked");
        };
    return new Assembly(
        settings -> refusing,
        new WebClient(),
        ClusterAssembly.offline(),
        InstantSource.system(),
        new SecureRandom());
  }

  /**
   * Assembles all providers of a configuration in which {@link #problems} finds nothing.
   *
   * @throws ConfigurationException with all problems, all the same
   */
  Assembled assemble(Configuration configuration) {
    var problems = new ArrayList<Problem>();
    var definitions = new ArrayList<ProviderDefinition>();
    var secrets =
        configuration.providers().stream()
            .flatMap(entry -> WrittenSecrets.of(entry.config()))
            .collect(Collectors.toSet());
    var published = new HashMap<String, String>();
    cluster
        .ofJournal(configuration.agent())
        .forEach(secret -> published.put(SecretTarget.description(secret), "the journal"));
    for (var entry : configuration.providers()) {
      var findings = new Findings(entry);
      define(entry, findings, secrets)
          .filter(definition -> publishesAlone(definition, published, findings))
          .ifPresent(definitions::add);
      if (!configuration.agent().journal().isConfigured()) {
        requireRefreshToken(entry.config(), findings);
      }
      problems.addAll(findings.problems());
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new Assembled(List.copyOf(definitions), advice(configuration));
  }

  /** What is wrong with a provider whose keys are right each by itself. */
  List<Problem> problems(ProviderEntry entry) {
    var findings = new Findings(entry);
    define(entry, findings, Set.of());
    return findings.problems();
  }

  /**
   * A login that is to be finished by a person.
   *
   * @throws TokenException where the server has no endpoint for that
   */
  DeviceLogin login(ProviderEntry entry) {
    return source(entry, new Findings(entry)).orElseThrow().login().get();
  }

  /** Two names may mean one Secret, which shows once the namespace of those without is known. */
  private static boolean publishesAlone(
      ProviderDefinition definition, Map<String, String> published, Findings findings) {
    var targets = definition.targets();
    for (var i = 0; i < targets.size(); i++) {
      var description = targets.get(i).description();
      var other = published.putIfAbsent(description, "provider " + definition.name());
      if (other != null) {
        findings.add(
            "publish[" + i + "]",
            "%s is already that of %s; name another one".formatted(description, other));
      }
    }
    return findings.problems().isEmpty();
  }

  /** What a login brings is lost where nothing remembers it. */
  private static void requireRefreshToken(ProviderConfig config, Findings findings) {
    if (config.grant().equals(Optional.of(GrantType.REFRESH_TOKEN))) {
      findings.require(
          "refresh-token",
          config
              .refreshToken()
              .<Object>map(given -> given)
              .or(config::refreshTokenFile)
              .or(config::refreshTokenSecretRef),
          "grant: refresh-token needs it (or refresh-token-file), or a journal, so that `bearerd"
              + " login "
              + findings.provider()
              + "` can bring it");
    }
  }

  private Optional<ProviderDefinition> define(
      ProviderEntry entry, Findings findings, Set<Secret> secrets) {
    var config = entry.config();
    var source = source(entry, findings);
    var targets = targets(entry, findings);
    var hooks = new HookAssembly(webClient, findings, secrets, cluster).assemble(config);
    return findings.problems().isEmpty()
        ? source.map(s -> definition(entry, s, targets, hooks))
        : Optional.empty();
  }

  private Optional<SourceAssembly.Source> source(ProviderEntry entry, Findings findings) {
    var transport = transports.apply(ConnectionAssembly.of(entry.config()));
    return new SourceAssembly(entry.config(), transport, cluster, clock, random, findings)
        .assemble();
  }

  private ProviderDefinition definition(
      ProviderEntry entry, SourceAssembly.Source source, List<Target> targets, List<Hook> hooks) {
    var refresh = entry.config().refresh();
    var retry = entry.config().retry();
    return new ProviderDefinition(
        entry.name(),
        entry.identity(),
        source.host(),
        source.source(),
        CredentialsAssembly.of(entry, cluster, source.lockable()),
        entry.config().scopes().orElse(List.of()),
        source.sharesGrant(),
        source.revocation(),
        targets,
        hooks,
        new Policies(
            new RefreshPolicy(
                refresh.at().value(), refresh.jitter().value(), refresh.minInterval()),
            new RetryPolicy(retry.initial(), retry.max()),
            entry.config().timeout(),
            entry.config().onExpiry() == OnExpiry.REMOVE,
            entry.config().onRemoval() == OnRemoval.DELETE));
  }

  private List<Target> targets(ProviderEntry entry, Findings findings) {
    var publications = entry.config().publish();
    var targets = new ArrayList<Target>();
    for (var i = 0; i < publications.size(); i++) {
      new TargetAssembly(cluster, random, findings)
          .target(publications.get(i), "publish[" + i + "]")
          .ifPresent(targets::add);
    }
    return targets;
  }

  private static List<String> advice(Configuration configuration) {
    var agent = configuration.agent();
    var advice = new ArrayList<String>();
    if (agent.kubernetes().shards() > 1 && files(configuration) > 0) {
      advice.add(
          "files of a replica targets="
              + files(configuration)
              + " advice=\"only the replica that works on a provider keeps its files fresh, and that"
              + " may be another any time; publish a kubernetes-secret\"");
    }
    configuration.providers().stream().flatMap(entry -> advise(entry, agent)).forEach(advice::add);
    return advice;
  }

  private static long files(Configuration configuration) {
    return configuration.providers().stream()
        .flatMap(entry -> entry.config().publish().stream())
        .filter(publication -> publication.kubernetesSecret().isEmpty())
        .count();
  }

  private static Stream<String> advise(ProviderEntry entry, AgentConfig agent) {
    var advice = new ArrayList<String>();
    if (entry.config().tls().insecureSkipVerify()) {
      advice.add(
          "certificate not verified provider="
              + entry.name()
              + " advice=\"anyone on the way can read the credentials; set tls.ca-file instead of"
              + " tls.insecure-skip-verify\"");
    }
    if (!agent.journal().isConfigured()
        && entry.config().grant().equals(Optional.of(GrantType.REFRESH_TOKEN))) {
      advice.add(
          "no journal provider="
              + entry.name()
              + " advice=\"if the server rotates the refresh token, a restart loses the newest one,"
              + " and the configured one may be refused by then; set journal\"");
    }
    return advice.stream();
  }
}
