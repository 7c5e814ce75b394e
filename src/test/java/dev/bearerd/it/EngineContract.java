package dev.bearerd.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import dev.bearerd.kit.Bearerd;
import dev.bearerd.kit.Fault;
import dev.bearerd.kit.FaultServer;
import dev.bearerd.kit.SelfSigned;
import dev.bearerd.kit.TokenServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a token endpoint does: one line that says so, and the old token stays. Each engine keeps
 * to the same.
 */
abstract class EngineContract {
  static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String GOOD = ", \"expires_in\": 60";
  private static final String HEADER =
      """
      bearerd:
        http: {port: 0}
        defaults:
          client-id: someone
          @PROOF@
          timeout: 2s
          refresh: {at: 4%, jitter: 0%}
          retry: {initial: 1s, max: 2s}
        providers:
      """;
  private static final String PROVIDER =
      """
          @NAME@:
            token-url: @URL@/token
            publish: [{file: "@DIR@/tokens/@NAME@"}]
      """;

  final Place place;
  final Bearerd bearerd;
  private final FaultServer elsewhere = new FaultServer(Fault.token("stolen", GOOD));
  private final List<Case> cases =
      List.of(
          new Case("refusal", "connection refused", Fault.closing()),
          new Case("silence", "no answer", Fault.silence()),
          new Case("drip", "no answer", Fault.dripping()),
          new Case("reset", "closed", Fault.resetting()),
          new Case("end", "closed", Fault.closing()),
          new Case("half", "closed", Fault.closingInTheMiddle()),
          new Case("oauth-400", "invalid_grant", oauth("400 Bad Request", "invalid_grant")),
          new Case("oauth-401", "invalid_client", oauth("401 Unauthorized", "invalid_client")),
          new Case("page-403", "403", Fault.html("403 Forbidden")),
          new Case("busy-429", "429", Fault.busy(1)),
          new Case("error-500", "500", Fault.json("500 Internal Server Error", "{}")),
          new Case("error-503", "503", Fault.html("503 Service Unavailable")),
          new Case("redirect", "302", Fault.redirect(elsewhere.address() + "/token")),
          new Case("html-200", "HTML", Fault.html("200 OK")),
          new Case("empty", "empty body", Fault.json("200 OK", "")),
          new Case("truncated", "truncated", Fault.json("200 OK", "{\"access_token\": \"t")),
          new Case("huge", "larger than", Fault.huge()),
          new Case("tokenless", "access_token", Fault.json("200 OK", "{\"id_token\": \"t\"}")),
          new Case("line-breaks", "line break", Fault.token("a\\nb", GOOD)),
          new Case("negative", "expired", Fault.token("t", ", \"expires_in\": -1")),
          new Case("zero", "expired", Fault.token("t", ", \"expires_in\": 0")));

  EngineContract(@TempDir Path directory) throws IOException {
    place = new Place(directory.toRealPath());
    bearerd = Bearerd.in(place.directory());
  }

  @BeforeEach
  void configure() {
    var providers = new StringBuilder(header());
    cases.forEach(
        fault -> providers.append(provider(fault.name, fault.server.address().toString())));
    place.configure(providers.toString());
  }

  @AfterEach
  void stop() {
    bearerd.close();
    cases.forEach(fault -> fault.server.close());
    elsewhere.close();
  }

  @Test
  void keepsTheOldTokenThroughEveryFaultAndRecovers() {
    // Given a token of every provider
    var process = bearerd.start("--config", place.configuration(), "run");
    awaitTokens("first-", process, fault -> true);
    cases.forEach(Case::fail);
    server("refusal").refuse();

    // When every renewal fails
    Await.until("each fault reported", LIMIT, () -> unreported(process).isEmpty(), process::stderr);

    // Then each attempt is one line, and what was published stays
    for (var fault : cases) {
      assertThat(place.read(fault.name)).isEqualTo("first-" + fault.name);
      assertThat(fault.lines(process)).allMatch(line -> line.contains("next"), "says when next");
      assertThat(fault.lines(process).size())
          .as("lines about %s", fault.name)
          .isLessThanOrEqualTo(fault.attempts());
    }
    assertThat(process.lines()).noneMatch(line -> line.startsWith("\t") || line.contains(secret()));
    assertThat(elsewhere.requests()).isZero();

    // When the servers are well again, then so are the tokens, but for those that wait a minute
    cases.forEach(Case::heal);
    server("refusal").resume();
    awaitTokens("second-", process, fault -> !fault.name.startsWith("oauth"));
    assertThat(place.read("oauth-401")).isEqualTo("first-oauth-401");
    assertThat(process.terminate()).isZero();
  }

  @Test
  void takesEveryExpiryThatHasAMeaning() {
    var expiries =
        Map.of(
            "missing", "",
            "text", ", \"expires_in\": \"3599\"",
            "fraction", ", \"expires_in\": 3599.7",
            "huge-expiry", ", \"expires_in\": 1e300",
            "no-number", ", \"expires_in\": \"soon\"");
    var servers =
        expiries.entrySet().stream()
            .map(expiry -> new Case(expiry.getKey(), "", Fault.token("t", expiry.getValue())))
            .toList();
    var providers = new StringBuilder(header());
    servers.forEach(Case::fail);
    servers.forEach(
        each -> providers.append(provider(each.name, each.server.address().toString())));

    var result = bearerd.run("--config", place.configure(providers.toString()), "once");

    servers.forEach(each -> each.server.close());
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    assertThat(expiries.keySet()).allMatch(name -> place.read(name).equals("t"));
  }

  @Test
  void namesHostsThatCannotBeReachedOrTrusted() {
    try (var https = TokenServer.https(Duration.ofSeconds(60), SelfSigned.in(place.directory()))) {
      var providers =
          header()
              + provider("nowhere", "https://no-such-host.invalid")
              + provider("untrusted", https.address().toString());
      var configuration = place.configure(providers);

      var result = bearerd.run("--config", configuration, "once", "--timeout", "6s");

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.stdout()).isEmpty();
      assertThat(result.stderr().lines())
          .anyMatch(line -> line.contains("nowhere") && line.contains("unknown host"))
          .anyMatch(line -> line.contains("untrusted") && line.contains("ca-file"))
          .noneMatch(line -> line.startsWith("\t"));
      assertThat(https.requests("/token")).isEmpty();
    }
  }

  /** The keys by which the client proves itself, as a flow mapping without its braces. */
  abstract String proof();

  /** What no line may hold. */
  abstract String secret();

  private void awaitTokens(String prefix, AgentProcess process, Predicate<Case> which) {
    var wanted = cases.stream().filter(which).map(fault -> fault.name).toList();
    Await.until(
        prefix + " tokens",
        LIMIT,
        () -> wanted.stream().allMatch(name -> place.read(name).equals(prefix + name)),
        process::stderr);
  }

  private List<String> unreported(AgentProcess process) {
    return cases.stream()
        .filter(fault -> fault.lines(process).isEmpty())
        .map(fault -> fault.name)
        .toList();
  }

  private FaultServer server(String name) {
    return cases.stream()
        .filter(fault -> fault.name.equals(name))
        .map(fault -> fault.server)
        .findFirst()
        .orElseThrow();
  }

  private String header() {
    return HEADER.replace("@PROOF@", proof());
  }

  private static String provider(String name, String url) {
    return PROVIDER.replace("@NAME@", name).replace("@URL@", url);
  }

  private static Fault oauth(String status, String error) {
    return Fault.json(status, "{\"error\": \"" + error + "\"}");
  }

  /** A provider whose server gives tokens until it fails, and again when it is healed. */
  private static final class Case {
    final String name;
    final Fault fault;
    final FaultServer server;
    private final Pattern line;

    Case(String name, String cause, Fault fault) {
      this.name = name;
      this.fault = fault;
      this.line = Pattern.compile("(?<![\\w/-])" + name + "(?![\\w-]).*" + Pattern.quote(cause));
      this.server = new FaultServer(Fault.token("first-" + name, GOOD));
    }

    List<String> lines(AgentProcess process) {
      return process.lines().stream().filter(text -> line.matcher(text).find()).toList();
    }

    int attempts() {
      return name.equals("refusal") ? Integer.MAX_VALUE : server.requests() - 1;
    }

    void fail() {
      server.become(fault);
    }

    void heal() {
      server.become(Fault.token("second-" + name, GOOD));
    }
  }
}
