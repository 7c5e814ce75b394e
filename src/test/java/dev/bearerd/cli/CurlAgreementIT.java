package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bearerd.oauth.HttpCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real shell runs a real curl, and what its server sees is what the imported provider asks. */
class CurlAgreementIT {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("ID", "an-id", "SECRET", "s3c-ret", "SCOPE", "a.b");

  /** What both sides send of themselves, or what follows from the connection. */
  private static final String OF_HTTP =
      "accept|accept-encoding|connection|content-length|content-type|expect|host|http2-settings"
          + "|upgrade|user-agent";

  private final BlockingQueue<Seen> requests = new LinkedBlockingQueue<>();
  private final Path directory;
  private final HttpServer server;

  private record Seen(String target, Map<String, String> headers, Map<String, String> parameters) {}

  CurlAgreementIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "there is no curl here");
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash here");
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // forms, and how they are quoted
        "curl -d grant_type=client_credentials -d client_id=a -d client_secret=b URL/t",
        "curl -d 'grant_type=client_credentials&client_id=a%20b+c&client_secret=%3D%26' URL/t",
        "curl -sSfXPOST -d\"grant_type=client_credentials&client_id=\\\"a\\\\b\\\"\" URL/t",
        "curl -d $'grant_type=client_credentials&client_id=a\\'b\\u00e9\\x21' URL/t",
        "curl \\\n  -d grant_type=client_credentials \\\n  -d client_id=a\\ b\\&scope=x URL/t",
        "curl -d \"grant_type=client_credentials\\\n&client_id=a\" URL/t",
        "curl --data-urlencode grant_type=client_credentials --data-urlencode 'client_id=a&b=c'"
            + " --data-urlencode 'client_secret=ü %+/=' URL/t",
        "curl --data-raw '@=1&grant_type=client_credentials&client_id=@x' URL/t",
        "curl --data-ascii 'grant_type=client_credentials&client_id=a' -d audience=urn:x URL/t",
        "curl -d @form.txt URL/t",
        "curl --data-binary @scoped.txt -d scope=x+y URL/t",
        "curl -d grant_type=client_credentials -d client_id=a --data-urlencode scope@scope.txt URL/t",
        "curl -d grant_type=client_credentials -d client_id=a --data-urlencode client_secret@secret.txt"
            + " URL/t",
        // JSON
        "curl --json '{\"grant_type\":\"client_credentials\",\"client_id\":\"a\\u0041\\\"\"}' URL/t",
        "curl --json '{\"grant_type\":\"client_credentials\",' --json '\"client_id\":\"a\"}' URL/t",
        "curl -H 'Content-Type: application/json' -d @body.json URL/api/token",
        "curl -H 'content-type:application/json' -d \"{\\\"grant_type\\\": \\\"client_credentials\\\","
            + " \\\"client_id\\\": \\\"$ID\\\", \\\"client_secret\\\": \\\"$SECRET\\\"}\" URL/t",
        // the client
        "curl -u id:secret -d grant_type=client_credentials URL/t",
        "curl --user 'id:a:b c/%+=é' -d grant_type=client_credentials URL/t",
        "curl -u id: -d grant_type=client_credentials URL/t",
        "curl -u \"$ID:$SECRET\" -d grant_type=client_credentials -d \"scope=${SCOPE} c\" URL/t",
        "curl -u $ID:${SECRET} -d grant_type=client_credentials -d client_id=$ID URL/t",
        "curl -H 'Authorization: Basic aWQ6YSUyRmI=' -d grant_type=client_credentials URL/t",
        "curl -d grant_type=client_credentials -d scope='a b c' -uid:x URL/oauth2/token",
        // grants
        "curl -d grant_type=password -d username=jo@x -d password='p w' -d client_id=a URL/t",
        "curl -d grant_type=refresh_token -d refresh_token=r.1 -u a:b URL/t",
        // the rest
        "curl -d grant_type=client_credentials -u a:b -d resource=https://x/y -d tenant=1 URL/t?v=1",
        "curl -H 'X-Trace: a, b: c' -H 'X-Api-Key: k3y' -H 'Nothing:' -d grant_type=client_credentials"
            + " -u a:b URL/t",
        "curl -A me -e x -b c=d --retry 3 -m 5 --compressed -s -o /dev/null -d"
            + " grant_type=client_credentials -u a:b URL/t",
        "curl -d client_id=a -d client_secret=b -d grant_type=client_credentials -d scope=c"
            + " URL/configapi/v2/oauth/token 2>/dev/null | cat",
        "curl -d client_id=a -d client_secret=b -d grant_type=password -d username=u -d password=p"
            + " URL/auth/realms/r/protocol/openid-connect/token # gets it",
      })
  void asksAsCurlDoes(String template) throws Exception {
    write("form.txt", "grant_type=client_credentials&client_id=a\n&client_secret=b");
    write("scoped.txt", "grant_type=client_credentials&client_id=a&audience=b");
    write("scope.txt", "a b");
    write("secret.txt", "s+cret");
    write(
        "body.json",
        "{\n \"grant_type\": \"password\", \"username\": \"u\",\n \"password\": \"p\","
            + "\n \"realm\": \"admin/x\", \"client_id\": \"a\", \"client_secret\": \"b\"}");
    var command = template.replace("URL", "http://127.0.0.1:" + server.getAddress().getPort());

    var seen = runByShell(command);
    var imported = new ImportedCurl(directory);
    assertThat(imported.run(inDirectory(command))).as(imported.err()).isZero();

    var asked = seen(imported.call(environment(imported)));
    assertThat(asked.target()).isEqualTo(seen.target());
    assertThat(asked.headers()).isEqualTo(seen.headers());
    assertThat(asked.parameters()).isEqualTo(seen.parameters());
  }

  /** The JVM cannot change its directory. */
  private String inDirectory(String command) {
    return command.replaceAll("@(?=\\w+\\.(txt|json))", "@" + directory + "/");
  }

  private Map<String, String> environment(ImportedCurl imported) throws IOException {
    var environment = new TreeMap<>(ENVIRONMENT);
    var file = imported.secrets().resolve("127.0.0.1.env");
    if (Files.exists(file)) {
      for (var line : Files.readAllLines(file)) {
        environment.put(line.replaceFirst("=.*", ""), line.replaceAll("^\\w+=\"|\"$", ""));
      }
    }
    return environment;
  }

  private Seen runByShell(String command) throws Exception {
    var shell =
        new ProcessBuilder("/bin/bash", "-c", command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile());
    shell.environment().putAll(ENVIRONMENT);
    shell.environment().put("LC_ALL", "C.UTF-8");
    shell.environment().put("NO_PROXY", "127.0.0.1");
    var process = shell.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    var seen = requests.poll(5, TimeUnit.SECONDS);
    assertThat(seen).as(Files.readString(directory.resolve("output"))).isNotNull();
    return seen;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = new TreeMap<String, String>();
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(seen(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private static Seen seen(HttpCall call) throws IOException {
    return seen(call.method(), call.url(), call.headers(), call.body());
  }

  private static Seen seen(String method, URI url, Map<String, String> headers, String body)
      throws IOException {
    var own = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, value) -> {
          if (!name.matches("(?i)" + OF_HTTP + "|cookie|referer")) {
            own.put(name, value);
          }
        });
    var target = method + " " + url.getRawPath() + "?" + url.getRawQuery();
    return new Seen(target, own, ImportedCurl.parameters(body.strip()));
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }
}
