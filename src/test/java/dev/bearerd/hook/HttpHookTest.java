package dev.bearerd.hook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.bearerd.kit.Await;
import dev.bearerd.kit.Fault;
import dev.bearerd.kit.FaultServer;
import dev.bearerd.kit.SelfSigned;
import dev.bearerd.kit.TokenServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class HttpHookTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final WebClient CLIENT = new WebClient();

  static Stream<Arguments> badServers() {
    return Stream.of(
        Arguments.of(Fault.redirect("/elsewhere"), "HTTP 302"),
        Arguments.of(Fault.html("404 Not Found"), "HTTP 404"),
        Arguments.of(Fault.html("503 MARK"), "HTTP 503"),
        Arguments.of(Fault.silence(), "no whole answer within 2s"),
        Arguments.of(Fault.dripping(), "no whole answer within 2s"),
        Arguments.of(Fault.closing(), "the connection was closed in the middle of the exchange"),
        Arguments.of(
            Fault.closingInTheMiddle(), "the connection was closed in the middle of the exchange"),
        Arguments.of(Fault.resetting(), "the connection was closed in the middle of the exchange"),
        Arguments.of(Fault.raw("220 mail ready\r\n\r\n"), "the server does not speak HTTP"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
  void sendsARequestWithoutABody(String method) throws IOException {
    var seen = new ArrayList<String>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          seen.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/reload?a=b%20c");

      var said = new HttpHook(CLIENT, url, method, headers(), LONG).run(Occasions.PUBLISHED);

      assertThat(said).isEmpty();
      assertThat(seen).containsExactly(method + " /reload?a=b%20c", "Key MARK", "");
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"200 OK", "202 Accepted", "299 Odd"})
  void takesEverySuccess(String status) {
    try (var server = new FaultServer(Fault.html(status))) {
      assertThat(post(server.address(), LONG)).isEmpty();
    }
  }

  @Test
  void keepsNothingOfAHugeBody() {
    try (var server = new FaultServer(Fault.huge())) {
      assertThat(post(server.address(), LONG)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("badServers")
  void saysInOneLineWhatTheServerDid(Fault fault, String message) {
    var limit = message.startsWith("no whole answer") ? SHORT : LONG;
    try (var server = new FaultServer(fault)) {
      assertThatThrownBy(() -> post(server.address(), limit))
          .isInstanceOf(HookException.class)
          .hasMessage(message);
      Await.until("a request", LONG, () -> server.requests() > 0, () -> "none");
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @Test
  void saysThatNobodyListens() {
    try (var server = new FaultServer(Fault.closing())) {
      server.refuse();

      assertFails(server.address(), "no connection, does the server run?");
    }
  }

  @Test
  void saysThatTheHostIsUnknown() {
    assertFails(URI.create("http://nowhere.invalid/"), "unknown host, is the name right?");
  }

  @Test
  void saysThatTheServerSpeaksNoTls() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var plain = new Thread(() -> answerAtOnce(server, "HTTP/1.1 400 Bad Request\r\n\r\n"));
      plain.start();

      assertFails(
          URI.create("https://127.0.0.1:" + server.getLocalPort() + "/"),
          "the TLS handshake failed; does the server speak TLS?");
    }
  }

  @Test
  void saysThatTheCertificateIsNotTrusted(@TempDir Path directory) {
    try (var server = TokenServer.https(LONG, SelfSigned.in(directory))) {
      assertFails(
          server.address(),
          "the server's certificate is not trusted; add its CA to those of the system");
    }
  }

  @Test
  void endsEarlyWhenItIsInterrupted() {
    try (var server = new FaultServer(Fault.silence())) {
      Thread.currentThread().interrupt();

      assertFails(server.address(), "was interrupted");

      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://host:8443/a%20b?key=MARK, http POST https://host:8443/a%20b",
    "https://user:MARK@host/, http POST https://host/",
    "http://[::1]:80, http POST http://[::1]:80"
  })
  void describesItselfWithoutWhatMayBeASecret(URI url, String description) {
    assertThat(new HttpHook(CLIENT, url, "POST", headers(), LONG).description())
        .isEqualTo(description);
  }

  @ParameterizedTest
  @CsvSource({"Host, MARK", "Content-Length, 3", "X-Key, MARK€"})
  void refusesHeadersThatCannotBeSent(String name, String value) {
    var url = URI.create("https://example.com/");

    assertThatThrownBy(() -> new HttpHook(CLIENT, url, "POST", Map.of(name, value), LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("header " + name + " cannot be sent")
        .hasMessageNotContaining("MARK");
  }

  private static void answerAtOnce(ServerSocket server, String answer) {
    try (var socket = server.accept()) {
      socket.getOutputStream().write(answer.getBytes(UTF_8));
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private static void assertFails(URI url, String message) {
    assertThatThrownBy(() -> post(url, LONG)).isInstanceOf(HookException.class).hasMessage(message);
  }

  private static List<String> post(URI url, Duration timeout) {
    return new HttpHook(CLIENT, url, "POST", headers(), timeout).run(Occasions.PUBLISHED);
  }

  private static Map<String, String> headers() {
    return Map.of("Authorization", "Key MARK");
  }
}
