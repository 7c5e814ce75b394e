package dev.bearerd.it;

import static dev.bearerd.it.Scenario.provider;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.Bearerd;
import dev.bearerd.kit.ProxyServer;
import dev.bearerd.kit.SelfSigned;
import dev.bearerd.kit.StrictServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Token endpoints behind a proxy, plain and with TLS. */
final class ProxyIT {
  private static final String USER = "us/er";
  private static final String PASSWORD = "p\"a+s:s%é";
  private static final String LOGIN = "us%2Fer:p%22a+s:s%25%C3%A9";

  private final Path directory;
  private final Scenario http;
  private final Scenario https;
  private final ProxyServer httpProxy;
  private final ProxyServer httpsProxy;

  ProxyIT(@TempDir Path temporary) throws IOException {
    directory = temporary.toRealPath();
    http = new Scenario(directory);
    https = new Scenario(directory, StrictServer.https("TLSv1.3", SelfSigned.in(directory)));
    httpProxy = new ProxyServer(http.server().address());
    httpsProxy = new ProxyServer(https.server().address());
  }

  @AfterEach
  void stop() {
    httpProxy.close();
    httpsProxy.close();
    http.close();
    https.close();
  }

  @Test
  void passesOnRequestsToHttp() {
    httpProxy.demand(USER, PASSWORD);
    http.configure(provider("orders", proxy(LOGIN, httpProxy)));

    assertGood(http.run("once"));

    assertThat(httpProxy.asked()).containsExactly("POST " + http.server().address() + "/orders");
    assertThat(http.read("tokens/orders")).isEqualTo(http.server().newestToken("orders"));
  }

  @Test
  void tunnelsConnectionsToHttps() {
    httpsProxy.demand(USER, PASSWORD);
    https.configure(provider("orders", ca(), proxy(LOGIN, httpsProxy)));

    assertGood(https.run("once"));

    assertThat(httpsProxy.asked())
        .containsExactly("CONNECT " + https.server().address().getAuthority());
    assertThat(https.read("tokens/orders")).isEqualTo(https.server().newestToken("orders"));
  }

  @Test
  void takesTheProxyOfTheEnvironmentButForNoProxy() {
    https
        .bearerd()
        .with("HTTPS_PROXY", "http://127.0.0.1:" + httpsProxy.port())
        .with("NO_PROXY", ".invalid");
    https.configure(
        provider("local", ca()),
        provider("proxied", ca()).replace("@SERVER@", named("idp.am.wso2.com")),
        provider("direct", ca()).replace("@SERVER@", named("sts.invalid")));

    var result = https.run("once", "--timeout", "3s");

    assertThat(httpsProxy.asked())
        .containsExactly("CONNECT idp.am.wso2.com:" + https.server().address().getPort());
    assertThat(https.server().requests("local")).hasSize(1);
    assertThat(https.server().requests("proxied")).hasSize(1);
    assertThat(result.stderr()).contains("sts.invalid").contains("unknown host");
  }

  @Test
  void readsTheAddressInItsFileAnew() {
    httpProxy.demand(USER, PASSWORD);
    http.place().write("proxy", address("us%2Fer:wrong-word", httpProxy) + "\n");
    http.configure(provider("orders", "proxy-file: \"@DIR@/proxy\""));
    var daemon = http.start();
    http.awaitLines(daemon, 1, "refresh failed", "does not accept its user and password");

    http.place().write("proxy", address(LOGIN, httpProxy) + "\n");

    http.awaitToken(daemon, "orders");
    assertThat(daemon.stderr()).doesNotContain("wrong-word");
    assertThat(daemon.terminate()).isZero();
  }

  @Test
  void namesTheProxyThatMakesNoConnection() {
    try (var forbidding = new ProxyServer(https.server().address()).refuse("403 Forbidden");
        var helpless = new ProxyServer(https.server().address()).refuse("502 Bad Gateway")) {
      var closed = Place.freePort();
      httpProxy.demand(USER, PASSWORD);
      var plain = "token-url: " + http.server().address() + "/x";
      https.configure(
          at("forbidden", 1, ca(), proxy(LOGIN, forbidding)),
          at("helpless", 2, ca(), proxy(LOGIN, helpless)),
          at("closed", 3, ca(), "proxy: http://127.0.0.1:" + closed),
          at("login", 4, ca(), proxy("us:wrong-word", httpProxy)),
          at("nowhere", 5, ca(), "proxy: http://" + LOGIN + "@no-such-proxy.invalid:3128"),
          provider("plain", proxy("us:wrong-word", httpProxy))
              .replace("token-url: @SERVER@/plain", plain));

      var result = https.run("once", "--timeout", "8s");

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.stderr().lines())
          .anyMatch(line -> line.contains("forbidden") && line.contains(at(forbidding, "no conn")))
          .anyMatch(line -> line.contains("(HTTP 403), does it allow that?"))
          .anyMatch(line -> line.contains("helpless") && line.contains(at(helpless, "no conn")))
          .anyMatch(line -> line.contains("(HTTP 502)"))
          .anyMatch(
              line -> line.contains("closed") && line.contains(":" + closed + ": connection ref"))
          .anyMatch(line -> line.contains("login") && line.contains(at(httpProxy, "it does not")))
          .anyMatch(line -> line.contains("plain") && line.contains(at(httpProxy, "it does not")))
          .anyMatch(line -> line.contains("proxy no-such-proxy.invalid:3128: unknown host"))
          .noneMatch(line -> line.startsWith("\t") || line.contains("wrong-word"));
      assertThat(result.stderr()).doesNotContain(LOGIN, PASSWORD);
      assertThat(https.server().requests("x")).isEmpty();
    }
  }

  /** At a host of its own, as a host that is down is asked for one provider at a time. */
  private String at(String name, int host, String... lines) {
    return provider(name, lines).replace("@SERVER@", named("127.0.0." + host));
  }

  private static String at(ProxyServer proxy, String words) {
    return "proxy 127.0.0.1:" + proxy.port() + ": " + words;
  }

  private String named(String host) {
    return "https://" + host + ":" + https.server().address().getPort();
  }

  private static String ca() {
    return "tls: {ca-file: \"@DIR@/server.pem\"}";
  }

  private static String proxy(String login, ProxyServer proxy) {
    return "proxy: \"" + address(login, proxy) + "\"";
  }

  private static String address(String login, ProxyServer proxy) {
    return "http://" + login + "@127.0.0.1:" + proxy.port();
  }

  private static void assertGood(Bearerd.Result result) {
    assertThat(result.exitCode()).as(result.stderr()).isZero();
  }
}
