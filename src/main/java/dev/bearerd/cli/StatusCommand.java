package dev.bearerd.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.bearerd.status.HumanTime;
import dev.bearerd.status.StatusReport;
import dev.bearerd.status.StatusReport.ProviderStatus;
import dev.bearerd.status.StatusReport.TargetStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String ROW = "%-24s %-8s %-10s %-10s %s%n";

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
    var http = bearerd.configuration().agent().http();
    var address = URI.create("http://" + literal(http.host()) + ":" + http.port() + "/status");
    show(ask(address));
    while (watch) {
      TimeUnit.SECONDS.sleep(1);
      show(ask(address));
    }
    return ExitCode.FINE;
  }

  /** As an IPv6 address is written in URLs. */
  private static String literal(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private String ask(URI address) throws InterruptedException {
    try {
      var client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
      var request = HttpRequest.newBuilder(address).timeout(TIMEOUT).build();
      var response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        return response.body();
      }
      throw unreachable(address, "answers with HTTP " + response.statusCode());
    } catch (IOException e) {
      throw unreachable(address, "does not answer");
    }
  }

  private static CommandFailure unreachable(URI address, String what) {
    return new CommandFailure(
        ExitCode.UNREACHABLE,
        address + " " + what + "; is bearerd running with this configuration?");
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
            until(now, provider.nextFetchAt()),
            current + "/" + provider.targets().size());
    provider.hindrance().ifPresent(why -> bearerd.out().println("  " + why));
    provider.lastError().ifPresent(error -> bearerd.out().println("  " + error));
    provider.targets().forEach(this::complaint);
  }

  private void complaint(TargetStatus target) {
    target
        .lastError()
        .ifPresent(error -> bearerd.out().println("  " + target.target() + ": " + error));
  }

  private static String until(Instant now, Instant moment) {
    return moment.isAfter(now) ? HumanTime.of(Duration.between(now, moment)) : "now";
  }
}
