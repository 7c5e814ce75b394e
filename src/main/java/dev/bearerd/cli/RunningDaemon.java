package dev.bearerd.cli;

import dev.bearerd.config.AgentConfig;
import dev.bearerd.token.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The daemon that serves its status where the configuration says. */
final class RunningDaemon {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final AgentConfig.Http http;

  RunningDaemon(AgentConfig.Http http) {
    this.http = http;
  }

  URI address(String path) {
    return URI.create("http://" + literal(http.host()) + ":" + http.port() + path);
  }

  /**
   * Sends a request.
   *
   * @throws CommandFailure when there is no answer
   */
  HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
    try {
      var client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
      return client.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw unreachable("does not answer");
    }
  }

  /**
   * Asks it to renew tokens now.
   *
   * @param names of providers; none means all
   * @throws CommandFailure when there is no answer
   */
  HttpResponse<String> renew(List<String> names, Secret controlToken) throws InterruptedException {
    var query =
        names.stream()
            .map(name -> "provider=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", names.isEmpty() ? "" : "?", ""));
    return send(
        HttpRequest.newBuilder(address("/refresh" + query))
            .header("Authorization", "Bearer " + controlToken.reveal())
            .POST(BodyPublishers.noBody()));
  }

  CommandFailure unreachable(String what) {
    return new CommandFailure(
        ExitCode.UNREACHABLE,
        address("") + " " + what + "; is bearerd running with this configuration?");
  }

  /** As an IPv6 address is written in URLs. */
  private static String literal(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
