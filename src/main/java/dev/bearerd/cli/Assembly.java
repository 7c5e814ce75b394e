package dev.bearerd.cli;

import dev.bearerd.config.Configuration;
import dev.bearerd.config.ConfigurationException;
import dev.bearerd.config.Problem;
import dev.bearerd.config.ProviderEntry;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.oauth.TlsSettings;
import dev.bearerd.refresh.ProviderDefinition;
import dev.bearerd.refresh.RefreshPolicy;
import dev.bearerd.refresh.RetryPolicy;
import dev.bearerd.target.Target;
import dev.bearerd.token.TokenException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

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

  private final Function<TlsSettings, HttpTransport> transports;
  private final InstantSource clock;
  private final RandomGenerator random;

  Assembly(
      Function<TlsSettings, HttpTransport> transports,
      InstantSource clock,
      RandomGenerator random) {
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
    return new Assembly(tls -> refusing, InstantSource.system(), new SecureRandom());
  }

  /**
   * Assembles all providers of a configuration in which {@link #problems} finds nothing.
   *
   * @throws ConfigurationException with all problems, all the same
   */
  Assembled assemble(Configuration configuration) {
    var problems = new ArrayList<Problem>();
    var definitions = new ArrayList<ProviderDefinition>();
    for (var entry : configuration.providers()) {
      var findings = new Findings(entry);
      define(entry, findings).ifPresent(definitions::add);
      problems.addAll(findings.problems());
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    var advice = configuration.providers().stream().flatMap(e -> advise(e).stream()).toList();
    return new Assembled(List.copyOf(definitions), advice);
  }

  /** What is wrong with a provider whose keys are right each by itself. */
  List<Problem> problems(ProviderEntry entry) {
    var findings = new Findings(entry);
    define(entry, findings);
    return findings.problems();
  }

  private Optional<ProviderDefinition> define(ProviderEntry entry, Findings findings) {
    var config = entry.config();
    var transport =
        transports.apply(new TlsSettings(config.tls().caFile(), config.tls().insecureSkipVerify()));
    var source = new SourceAssembly(entry.config(), transport, clock, findings).assemble();
    var targets = targets(entry, findings);
    return findings.problems().isEmpty()
        ? source.map(s -> definition(entry, s, targets))
        : Optional.empty();
  }

  private static ProviderDefinition definition(
      ProviderEntry entry, SourceAssembly.Source source, List<Target> targets) {
    var refresh = entry.config().refresh();
    var retry = entry.config().retry();
    return new ProviderDefinition(
        entry.name(),
        source.host(),
        source.source(),
        targets,
        new RefreshPolicy(refresh.at().value(), refresh.jitter().value(), refresh.minInterval()),
        new RetryPolicy(retry.initial(), retry.max()));
  }

  private List<Target> targets(ProviderEntry entry, Findings findings) {
    var publications = entry.config().publish();
    var targets = new ArrayList<Target>();
    for (var i = 0; i < publications.size(); i++) {
      var key = "publish[" + i + "].file";
      publications
          .get(i)
          .file()
          .flatMap(file -> new TargetAssembly(random, findings).file(file, key))
          .ifPresent(targets::add);
    }
    return targets;
  }

  private static Optional<String> advise(ProviderEntry entry) {
    return entry.config().tls().insecureSkipVerify()
        ? Optional.of(
            "certificate not verified provider="
                + entry.name()
                + " advice=\"anyone on the way can read the credentials; set tls.ca-file instead of"
                + " tls.insecure-skip-verify\"")
        : Optional.empty();
  }
}
