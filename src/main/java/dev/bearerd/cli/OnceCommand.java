package dev.bearerd.cli;

import dev.bearerd.config.AgentConfig;
import dev.bearerd.refresh.Provider;
import dev.bearerd.status.AgentLog;
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
  /** What is said last, as the lines of the log tell of a next try that will not come. */
  static final String SEE_ABOVE = "; the lines above say why";

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
    var configuration = bearerd.configuration();
    var workshop = new Workshop(configuration.agent());
    var assembled = workshop.assemble(configuration);
    var chosen = new Selection(assembled.providers()).named(names);
    return bearerd
        .container()
        .run(
            beans -> {
              var log = new EventLog(workshop.clock());
              assembled.advice().forEach(new AgentLog()::advise);
              Workshop.sweep(configuration);
              var providers = workshop.providers(chosen, log);
              if (force) {
                providers.forEach(Provider::refreshNow);
              }
              return publish(workshop, configuration.agent(), providers, log);
            });
  }

  private int publish(Workshop workshop, AgentConfig config, List<Provider> providers, EventLog log)
      throws InterruptedException {
    var workers = Workshop.workers(config);
    var agent = workshop.agent(config, providers, workers, log);
    var shot = new OneShot(agent, workers, workshop.clock(), Provider::isDone);
    var left = shot.run(timeout);
    if (!left.isEmpty()) {
      bearerd.err().println("bearerd: gave up on " + String.join(", ", left) + SEE_ABOVE);
    }
    return left.isEmpty() ? ExitCode.FINE : ExitCode.PROVIDER;
  }
}
