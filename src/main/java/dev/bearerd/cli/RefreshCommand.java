package dev.bearerd.cli;

import dev.bearerd.config.AgentConfig;
import dev.bearerd.file.FileException;
import dev.bearerd.token.Secret;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the running daemon to renew tokens now. */
@Command(
    name = "refresh",
    description = {
      "Asks the running daemon to renew tokens now.",
      "What came of it is in the log and in the status. Needs what the daemon is told by, which is"
          + " in the directory of the journal or in $RUNTIME_DIRECTORY, and so the rights of the"
          + " daemon's user."
    },
    mixinStandardHelpOptions = true)
final class RefreshCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PROVIDER", description = "The providers to renew.")
  private List<String> names = List.of();

  @Option(names = "--all", description = "Renew all.")
  private boolean all;

  private final Bearerd bearerd;

  RefreshCommand(Bearerd bearerd) {
    this.bearerd = bearerd;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (all == !names.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "name providers, or give --all");
    }
    var config = bearerd.configuration().agent();
    var daemon = new RunningDaemon(config.http());
    var response = daemon.renew(names, controlToken(config));
    return switch (response.statusCode()) {
      case 202 -> accepted(response.body());
      case 401 -> throw refused(daemon.address(""));
      case 404 -> throw unknown(response.body(), config.kubernetes().shards());
      default -> throw daemon.unreachable("answers with HTTP " + response.statusCode());
    };
  }

  private Secret controlToken(AgentConfig config) {
    var place =
        ControlToken.place(config, bearerd.environment())
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.UNREACHABLE,
                        "there is no journal in a directory, so the daemon takes no orders; set"
                            + " journal, or RUNTIME_DIRECTORY in the environment of both, or send"
                            + " it SIGUSR1, which renews all"));
    var token = new ControlToken(place, new SecureRandom());
    try {
      return token
          .read()
          .orElseThrow(
              () ->
                  new CommandFailure(
                      ExitCode.UNREACHABLE,
                      token.path()
                          + " does not exist; is bearerd running with this configuration?"));
    } catch (FileException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()));
    }
  }

  private int accepted(String renewed) {
    renewed.lines().forEach(name -> bearerd.out().println(name + ": is being renewed"));
    return ExitCode.FINE;
  }

  private static CommandFailure refused(URI daemon) {
    return new CommandFailure(
        ExitCode.UNREACHABLE,
        "the daemon at " + daemon + " does not know this control token; is it another?");
  }

  private static CommandFailure unknown(String unknown, int shards) {
    return new CommandFailure(
        ExitCode.USAGE,
        "the daemon has no provider named "
            + String.join(", ", unknown.lines().toList())
            + (shards > 1 ? "; another replica may have it: ask that one" : ""));
  }
}
