package dev.bearerd.cli;

import dev.bearerd.config.Configuration;
import dev.bearerd.config.ProviderConfig.GrantType;
import dev.bearerd.config.ProviderEntry;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.oauth.ProxyAddress;
import dev.bearerd.oauth.ProxySettings;
import dev.bearerd.oauth.Redaction;
import dev.bearerd.refresh.ProviderDefinition;
import dev.bearerd.status.HumanTime;
import dev.bearerd.target.Target;
import dev.bearerd.target.TargetException;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Token.ExpirySource;
import dev.bearerd.token.TokenException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what is wrong before it hurts. */
@Command(
    name = "check",
    description = "Shows every problem of the configuration at once.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final String WRITABLE = "nothing speaks against writing";

  @Option(
      names = "--live",
      description = {
        "Also ask each provider for a token, show the exchange without its secrets, and look at",
        "each target. Nothing is published. Where a new token revokes the one before it (WSO2 with",
        "JWTs), readers hold a revoked one until the next refresh."
      })
  private boolean live;

  private final Bearerd bearerd;

  CheckCommand(Bearerd bearerd) {
    this.bearerd = bearerd;
  }

  @Override
  public Integer call() throws Exception {
    var configuration = bearerd.configuration(new NamedFiles(InstantSource.system())::problems);
    var workshop = new Workshop(configuration.agent());
    refuse(JournalRoom.problem(configuration));
    if (!workshop.isJournalInCluster()) {
      refuse(workshop.journalProblem());
    }
    var assembled = Assembly.offline().assemble(configuration);
    requireProxies(configuration, assembled.providers());
    if (live) {
      return bearerd.container().run(beans -> checkLive(workshop, configuration));
    }
    assembled.advice().forEach(bearerd.err()::println);
    bearerd.out().println(summary(assembled.providers()));
    return ExitCode.FINE;
  }

  private static void refuse(Optional<String> journalProblem) {
    journalProblem.ifPresent(
        problem -> {
          throw new CommandFailure(ExitCode.USAGE, "journal: " + problem);
        });
  }

  /** Of the environment's proxies, those that requests would be sent through must be some. */
  private void requireProxies(Configuration configuration, List<ProviderDefinition> providers) {
    var proxies = ProxySettings.of(bearerd.environment());
    var problems =
        IntStream.range(0, providers.size())
            .filter(i -> !hasOwnProxy(configuration.providers().get(i)))
            .mapToObj(i -> proxies.proxyFor(URI.create(providers.get(i).host())))
            .flatMap(Optional::stream)
            .distinct()
            .flatMap(address -> problem(address).stream())
            .toList();
    if (!problems.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, String.join("; ", problems));
    }
  }

  private static boolean hasOwnProxy(ProviderEntry entry) {
    return ConnectionAssembly.proxy(entry.config()).isPresent();
  }

  private static Optional<String> problem(ProxyAddress address) {
    try {
      address.resolve();
      return Optional.empty();
    } catch (TokenException e) {
      return Optional.of("environment variable " + e.getMessage());
    }
  }

  private static String summary(List<ProviderDefinition> providers) {
    var targets = providers.stream().mapToInt(provider -> provider.targets().size()).sum();
    return count(providers.size(), "provider") + ", " + count(targets, "target") + ": no problems";
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private int checkLive(Workshop workshop, Configuration configuration) {
    var transports = workshop.transports();
    var assembled = workshop.assemble(configuration, settings -> shown(transports.with(settings)));
    assembled.advice().forEach(bearerd.err()::println);
    var remembers = !workshop.isJournalInCluster() || isWritable(workshop.journalProblem());
    var failures =
        IntStream.range(0, assembled.providers().size())
            .filter(
                i ->
                    !works(
                        assembled.providers().get(i),
                        configuration.providers().get(i).config().grant()))
            .count();
    return remembers && failures == 0 ? ExitCode.FINE : ExitCode.PROVIDER;
  }

  private boolean isWritable(Optional<String> journalProblem) {
    bearerd.out().println("journal: " + journalProblem.orElse(WRITABLE));
    return journalProblem.isEmpty();
  }

  private boolean works(ProviderDefinition provider, Optional<GrantType> grant) {
    bearerd.out().println(provider.name());
    var answered =
        grant.equals(Optional.of(GrantType.REFRESH_TOKEN)) ? unasked() : answers(provider);
    var reachable = provider.targets().stream().map(this::isWritable).toList();
    return answered && !reachable.contains(false);
  }

  /** A refresh token may be good for one use, which belongs to the daemon. */
  private boolean unasked() {
    bearerd.out().println("  token: not asked for, as that might use up the refresh token");
    return true;
  }

  private boolean answers(ProviderDefinition provider) {
    try {
      var token = provider.source().fetch(Holdings.NOTHING).token();
      var assumed =
          token.expirySource() == ExpirySource.ASSUMED
              ? " (assumed, as the answer does not say; set refresh.lifetime)"
              : "";
      bearerd.out().println("  token: valid for " + HumanTime.of(token.lifetime()) + assumed);
      return true;
    } catch (TokenException e) {
      bearerd.out().println("  token: failed: " + e.getMessage());
      return false;
    }
  }

  private boolean isWritable(Target target) {
    try {
      target.probe();
      bearerd.out().println("  " + target.description() + ": " + WRITABLE);
      return true;
    } catch (TargetException e) {
      bearerd.out().println("  " + target.description() + ": " + e.getMessage());
      return false;
    }
  }

  private HttpTransport shown(HttpTransport transport) {
    return (call, limits) -> {
      Redaction.lines(call).forEach(line -> bearerd.out().println("  > " + line));
      var reply = transport.send(call, limits);
      Redaction.lines(call, reply).forEach(line -> bearerd.out().println("  < " + line));
      return reply;
    };
  }
}
