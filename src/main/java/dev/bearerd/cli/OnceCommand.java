package dev.bearerd.cli;

import dev.bearerd.refresh.Provider;
import dev.bearerd.refresh.ProviderState;
import dev.bearerd.status.EventLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches, publishes, and ends: for init containers, cron and CI. */
@Command(
    name = "once",
    description = {
      "Publishes a fresh token of each provider, and ends.",
      "A provider whose token in the journal is still fresh is asked for none."
    },
    mixinStandardHelpOptions = true)
final class OnceCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PROVIDER", description = "Only these; default: all.")
  private List<String> names = List.of();

  @Option(names = "--force", description = "Ask for a token even where the one in hand is fresh.")
  private boolean force;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "60s",
      description = "For how long transient failures are tried again (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofMinutes(1);

  private final Bearerd bearerd;

  OnceCommand(Bearerd bearerd) {
    this.bearerd = bearerd;
  }

  @Override
  public Integer call() throws Exception {
    var workshop = new Workshop(bearerd.configuration());
    var assembled = workshop.assemble();
    var chosen = new Selection(assembled.providers()).named(names);
    return bearerd
        .container()
        .run(
            beans -> {
              var log = new EventLog(workshop.clock());
              assembled.advice().forEach(log::advise);
              workshop.sweep();
              var providers = workshop.providers(chosen, log);
              if (force) {
                providers.forEach(Provider::refreshNow);
              }
              return publish(workshop, providers, log);
            });
  }

  private int publish(Workshop workshop, List<Provider> providers, EventLog log)
      throws InterruptedException {
    var workers = workshop.workers();
    var agent = workshop.agent(providers, workers, log);
    var shot = new OneShot(agent, workers, workshop.clock(), ProviderState::isPublished);
    return shot.run(timeout) ? ExitCode.FINE : ExitCode.PROVIDER;
  }
}
