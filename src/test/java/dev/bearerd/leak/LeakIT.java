package dev.bearerd.leak;

import static dev.bearerd.leak.MarkedSecret.CLIENT_SECRET;
import static dev.bearerd.leak.MarkedSecret.PASSWORD;
import static dev.bearerd.leak.MarkedSecret.PROXY_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import dev.bearerd.kit.Bearerd;
import dev.bearerd.kit.Fault;
import dev.bearerd.kit.FaultServer;
import dev.bearerd.leak.Site.Case;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret of each kind goes through every failure, and shows nowhere. */
final class LeakIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String MARK = CLIENT_SECRET.mark();

  private final Instant start = Instant.now();
  private final Evidence evidence = new Evidence();
  private final EchoServer echoServer = new EchoServer();
  private final List<FaultServer> faultServers = new ArrayList<>();
  private final Site site;
  private final Bearerd bearerd;

  LeakIT(@TempDir Path directory) throws IOException {
    var real = directory.toRealPath();
    var proxy = "http://user:" + PROXY_PASSWORD.text() + "@127.0.0.1:1";
    site = new Site(real);
    bearerd =
        Bearerd.in(real)
            .with("LC_ALL", "C.UTF-8") // else Java takes variables for ASCII
            .with("BEARERD_DEFAULTS__CLIENT_SECRET", CLIENT_SECRET.text())
            .with("MARKED_PASSWORD", PASSWORD.text())
            .with("HTTPS_PROXY", proxy)
            .with("https_proxy", proxy)
            .with("HTTP_PROXY", proxy)
            .with("http_proxy", proxy);
  }

  @AfterEach
  void stop() {
    bearerd.close();
    echoServer.close();
    faultServers.forEach(FaultServer::close);
  }

  @ParameterizedTest
  @CsvSource({"text, TRACE", "json, DEBUG"})
  void theDaemonTellsNoSecret(String format, String level) {
    // Given
    bearerd
        .with("QUARKUS_LOG_LEVEL", level)
        .with("QUARKUS_LOG_CATEGORY__DEV_BEARERD__LEVEL", level);
    configureEverything();
    site.mistaken(echoServer).configure();
    site.journal("talkative.json", "{\"version\": 2, \"token\": \"" + MARK + "\"");
    var daemon = start("--log-format", format, "run");

    // When everything has failed
    Await.until(
        "every answer",
        LIMIT,
        () -> echoServer.echoed() >= Case.all().size() && untold(daemon).isEmpty(),
        () -> echoServer.echoed() + " echoes, and not " + untold(daemon));
    var controlToken = site.controlToken();
    watch(daemon);
    reloadBroken(daemon);
    site.configure();
    dumpThreads(daemon);
    daemon.kill();
    endWhenItRuns(start("--log-format", format, "run"));

    // Then
    evidence.add("daemon, stdout", daemon.stdout()).add("daemon, stderr", daemon.stderr());
    assertThat(echoServer.known()).containsAll(MarkedSecret.OF_EXCHANGES);
    assertThat(evidence.text()).contains("***", "bearerd_consecutive_failures");
    assertThat(controlToken).hasSizeGreaterThan(20);
    assertThat(evidence.text()).doesNotContain(site.controlToken(), controlToken);
    evidence.assertClean();
    assertThat(site.exposed()).isEmpty();
    assertThat(site.modeOfJournal()).isEqualTo("rwx------");
  }

  @Test
  void commandsTellNoSecret() {
    configureEverything();
    var document = site.own("registration", "name: app\nclient_secret: [" + MARK).toString();
    var complete = "{name: app, title: App, client_id: app, client_secret: '%s'}".formatted(MARK);
    var registration = site.own("complete", complete).toString();
    var url = "http://user:" + PROXY_PASSWORD.mark() + "@127.0.0.1:1/";

    run("check");
    run("check", "--live");
    run("once", "--timeout", "3s");
    run("status");
    run("status", "--json");
    run("refresh", "--all");
    run("register", document);
    run("register", registration);
    run("register", "--provider", "admin", registration);
    run("realms", url);
    run("realms", url.replace("127", "[127"));
    run("get", "no-such-provider");
    site.mistaken(echoServer).configure();
    run("check");
    run("once", "--timeout", "1s");
    var get = bearerd.run(withConfiguration("get", "nothing.plain"));
    evidence.add("get, stderr", get.stderr());

    assertThat(get.stdout()).as(get.stderr()).contains(MarkedSecret.ACCESS_TOKEN.mark());
    assertThat(evidence.text())
        .contains("Basic ***", "vendor_assertion=***", "nothing speaks against writing");
    evidence.assertClean();
    assertThat(site.exposed()).isEmpty();
  }

  @Test
  void wrongConfigurationsTellNoSecret() throws IOException {
    var files = new ArrayList<Path>();
    for (var mistake : ConfigurationLeakTest.mistakes()) {
      var name = "p" + files.size();
      var yaml = "bearerd:\n  providers:\n    " + name + ":\n      " + mistake;
      files.add(site.own(name + ".yaml", yaml));
    }
    var directory = files.get(0).resolveSibling("").toString();
    run("--config", directory, "check");
    for (var file : files) {
      if (evidence.text().contains(file + ":")) { // what is no YAML hides what else is wrong
        Files.delete(file);
      }
    }
    run("--config", directory, "run");
    run("--config", site.misregistered().toString(), "check");
    run("--config", site.misregistered().toString(), "once", "--timeout", "1s");
    site.provider(
        "orders", "preset: " + MARK, "publish: [{file: {path: /x, format: " + MARK + "}}]");
    run("--config", site.configure().toString(), "once");
    bearerd.with("BEARERD_HTTP__HOST", MARK + " x");
    run("--config", site.misregistered().toString(), "status");

    assertThat(evidence.text())
        .contains(
            "is not YAML",
            "unknown key",
            "preset: is not known",
            "registration-file",
            "unforeseen");
    evidence.assertClean();
  }

  private void configureEverything() {
    Case.all().forEach(each -> site.provider(each, echoServer));
    var faults =
        List.of(
            Fault.silence(),
            Fault.closing(),
            Fault.closingInTheMiddle(),
            Fault.resetting(),
            Fault.raw(MARK + " " + MARK + "\r\n" + MARK + ": x\u0001\r\n\r\n"),
            Fault.raw("HTTP/1.1 200 OK\r\n" + MARK + " " + MARK + "\r\n\r\n"));
    for (var fault : faults) {
      var server = new FaultServer(fault);
      faultServers.add(server);
      site.provider("fault" + faultServers.size(), "token-url: " + server.address());
    }
    site.provider(
        "admin",
        "preset: ibm-api-connect",
        "server: " + echoServer.address(Echo.CRASH, Disguise.PLAIN),
        "realm: admin/x");
    site.talkative(echoServer).configure();
  }

  /** What the log should say by now, and does not. */
  private static List<String> untold(AgentProcess daemon) {
    var log = daemon.stderr().replace("\\\"", "\""); // as JSON writes it
    return Stream.of(
            "refresh failed provider=wrong-ca",
            "refresh failed provider=wrong-certificate",
            "refresh failed provider=wrong-proxy",
            "refresh failed provider=closed-proxy",
            "refresh failed provider=wrong-password",
            "refresh failed provider=secret-as-path",
            "refresh failed provider=fault1",
            "publication failed provider=bad-template",
            "journal unreadable provider=talkative",
            "hook failed provider=talkative hook=\"http POST",
            "hook failed provider=talkative hook=\"exec curl",
            "hook output provider=talkative")
        .filter(words -> !log.contains(words))
        .toList();
  }

  /** What it serves, and what the system shows of it. */
  private void watch(AgentProcess daemon) {
    var status = daemon.awaitLine(line -> line.contains("started providers="), LIMIT);
    var server = URI.create(status.replaceFirst(".*status=(http://[\\d.:]+)/status.*", "$1"));
    for (var path :
        List.of("/status", "/q/metrics", "/q/health", "/q/health/ready", "/q/health/live", "/no")) {
      evidence.add(path, get(server.resolve(path)));
    }
    var process = process();
    evidence.add("arguments", Site.read(process.resolve("cmdline")));
    try (var tasks = Files.list(process.resolve("task"))) {
      tasks.forEach(task -> evidence.add("threads", Site.read(task.resolve("comm"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // A proxy is for those who make connections, as hooks do.
    evidence.add(
        "environment of hooks",
        Site.read(site.environmentOfHooks()).replaceAll("(?mi)^https?_proxy=.*$", ""));
    temporaryFiles().forEach(file -> evidence.add(file.toString(), Site.read(file)));
  }

  private void reloadBroken(AgentProcess daemon) {
    for (var addition :
        List.of("    x: {client-secret: [" + MARK, "    x: {client-secrt: " + MARK + "}")) {
      var before = count(daemon, "configuration not reloaded");
      site.own("bearerd.yaml", site.configuration() + addition + "\n");
      signal("HUP");
      Await.until(
          "a refused reload",
          LIMIT,
          () -> count(daemon, "configuration not reloaded") > before,
          daemon::stderr);
    }
  }

  private static long count(AgentProcess daemon, String words) {
    return daemon.lines().stream().filter(line -> line.contains(words)).count();
  }

  /** As the JVM does; a native binary would just end. */
  private void dumpThreads(AgentProcess daemon) {
    if (System.getProperty("bearerd.binary", "jar").endsWith("jar")) {
      signal("QUIT");
      Await.until(
          "a thread dump", LIMIT, () -> daemon.stdout().contains("JNI global"), daemon::stdout);
    }
  }

  private void endWhenItRuns(AgentProcess daemon) {
    daemon.awaitLine(line -> line.contains("token resumed"), LIMIT);
    daemon.awaitLine(line -> line.contains("refresh failed"), LIMIT);
    signal("TERM");
    daemon.awaitExit(LIMIT); // it tells every step of that
    evidence.add("second daemon", daemon.stdout() + daemon.stderr());
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, process().getFileName().toString()).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Of the running agent, in /proc. */
  private Path process() {
    return ProcessHandle.current()
        .children()
        .map(child -> Path.of("/proc", Long.toString(child.pid())))
        .filter(child -> Site.read(child.resolve("cmdline")).contains(configuration()))
        .findFirst()
        .orElseThrow();
  }

  /** Those that came since the start; other tests have directories of their own. */
  private List<Path> temporaryFiles() {
    var temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (var entries = Files.list(temporary)) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("(hsperfdata|vertx|quarkus).*"))
          .flatMap(LeakIT::filesBelow)
          .filter(file -> file.toFile().lastModified() >= start.toEpochMilli())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> filesBelow(Path directory) {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException | UncheckedIOException e) {
      return Stream.empty(); // somebody else's, or gone
    }
  }

  private static String get(URI url) {
    try {
      var request = HttpRequest.newBuilder(url).build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private void run(String... arguments) {
    echoServer.forget();
    var result = bearerd.run(withConfiguration(arguments));
    var name = String.join(" ", arguments);
    evidence.add(name, result.exitCode() + " " + result.stdout() + result.stderr());
  }

  private AgentProcess start(String... arguments) {
    return bearerd.start(withConfiguration(arguments));
  }

  private String configuration() {
    return site.own(".keep", "").resolveSibling("bearerd.yaml").toString();
  }

  private String[] withConfiguration(String... arguments) {
    return Stream.concat(
            arguments[0].equals("--config") ? Stream.of() : Stream.of("--config", configuration()),
            Stream.of(arguments))
        .toArray(String[]::new);
  }
}
