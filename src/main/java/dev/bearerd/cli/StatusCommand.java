package dev.bearerd.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.bearerd.status.HumanTime;
import dev.bearerd.status.StatusReport;
import dev.bearerd.status.StatusReport.ProviderStatus;
import dev.bearerd.status.StatusReport.ShardStatus;
import dev.bearerd.status.StatusReport.TargetStatus;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what the running daemon knows. */
@Command(
    name = "status",
    description = "Shows what the running daemon knows of each provider.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  private static final String ROW = "%-24s %-8s %-10s %-10s %s%n";

  private static final String SHARD_ROW = "%-24s %-8s %s%n";

  @Option(names = "--json", description = "As the daemon serves it.")
  private boolean json;

  @Option(names = "--watch", description = "Again each second, until it is interrupted.")
  private boolean watch;

  private final Bearerd bearerd;

  StatusCommand(Bearerd bearerd) {
    this.bearerd = bearerd;
  }

  @Override
  public Integer call() throws InterruptedException {
    var daemon = new RunningDaemon(bearerd.configuration().agent().http());
    show(ask(daemon));
    while (watch) {
      TimeUnit.SECONDS.sleep(1);
      show(ask(daemon));
    }
    return ExitCode.FINE;
  }

  private static String ask(RunningDaemon daemon) throws InterruptedException {
    var response = daemon.send(HttpRequest.newBuilder(daemon.address("/status")));
    if (response.statusCode() == 200) {
      return response.body();
    }
    throw daemon.unreachable("answers with HTTP " + response.statusCode());
  }

  private void show(String body) {
    if (json) {
      bearerd.out().println(body);
    } else {
      table(parse(body));
    }
  }

  private static StatusReport parse(String body) {
    try {
      return new ObjectMapper()
          .registerModule(new Jdk8Module())
          .registerModule(new JavaTimeModule())
          .readValue(body, StatusReport.class);
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE, "what answers at http.port is no bearerd of this version");
    }
  }

  private void table(StatusReport report) {
    bearerd.out().printf(ROW, "PROVIDER", "STATE", "EXPIRES", "NEXT", "TARGETS");
    report.providers().forEach(provider -> row(provider, report.at()));
    if (!report.shards().isEmpty()) {
      bearerd.out().printf(SHARD_ROW, "SHARD", "HELD FOR", "BY");
      report.shards().forEach(shard -> row(shard, report.at()));
    }
  }

  private void row(ShardStatus shard, Instant now) {
    bearerd
        .out()
        .printf(
            SHARD_ROW,
            shard.shard(),
            shard.since().map(since -> until(since, now)).orElse("-"),
            shard.holder().map(name -> shard.here() ? name + " (here)" : name).orElse("nobody"));
  }

  private void row(ProviderStatus provider, Instant now) {
    var current = provider.targets().stream().filter(TargetStatus::current).count();
    bearerd
        .out()
        .printf(
            ROW,
            provider.name(),
            provider.state(),
            provider.expiresAt().map(at -> until(now, at)).orElse("-"),
            provider.nextFetchAt().map(at -> until(now, at)).orElse("rests"),
            current + "/" + provider.targets().size());
    provider.hindrance().ifPresent(why -> bearerd.out().println("  " + why));
    provider.lastError().ifPresent(this::complain);
    provider.journalError().ifPresent(error -> complain("journal: " + error));
    provider.targets().forEach(t -> t.lastError().ifPresent(e -> complain(t.target() + ": " + e)));
    provider.hooks().forEach(h -> h.lastError().ifPresent(e -> complain(h.hook() + ": " + e)));
  }

  private void complain(String error) {
    bearerd.out().println("  " + error);
  }

  private static String until(Instant now, Instant moment) {
    return moment.isAfter(now) ? HumanTime.of(Duration.between(now, moment)) : "now";
  }
}
