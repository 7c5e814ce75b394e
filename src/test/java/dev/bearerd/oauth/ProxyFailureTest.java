package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Kind;
import dev.bearerd.token.TokenException.Reach;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProxyFailureTest {
  private static final String URL = "https://sts.example.com/token";
  private static final Way THROUGH_PROXY = way("http://proxy:3128");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | NOT_ASKED | no connection to sts.example.com:443 (HTTP 403), does it allow that?",
        "407 | NOT_ASKED | it wants a user and a password; write them into its address (HTTP 407)",
        "502 | UNREACHED | no connection to sts.example.com:443 (HTTP 502)",
        "504 | UNREACHED | no connection to sts.example.com:443 (HTTP 504)"
      })
  void saysWhyThereIsNoTunnel(int status, Reach reach, String words) {
    var thrown = new HttpProxyConnectException("http, none, p => s, status: " + status + " Words");

    var failure = NetworkFailure.of(new IllegalStateException(thrown), THROUGH_PROXY);

    assertThat(failure).hasMessage("proxy proxy:3128: " + words);
    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(failure.reach()).isEqualTo(reach);
  }

  @ParameterizedTest
  @MethodSource("withoutProxy")
  void aProxyThatIsDownSaysNothingOfTheHost(Exception thrown) {
    assertThat(failure(thrown).reach()).isEqualTo(Reach.STRAINED);
  }

  static Stream<Exception> withoutProxy() {
    return Stream.of(
        new ConnectException("Connection refused: /10.0.0.1:3128"),
        new ConnectException("connection timed out: /10.0.0.1:3128"),
        new NoRouteToHostException("No route to host: /10.0.0.1:3128"),
        new UnknownHostException("proxy"));
  }

  @Test
  void saysThatThereIsNoTunnelInTime() {
    var failure =
        NetworkFailure.of(new ProxyConnectException("http, none, p => s, timeout"), THROUGH_PROXY);

    assertThat(failure).hasMessage("proxy proxy:3128: no connection to sts.example.com:443");
    assertThat(failure.reach()).isEqualTo(Reach.STRAINED);
  }

  @Test
  void namesTheProxyWithoutWhatItRefused() {
    var failure = ProxyFailure.loginWanted(way("http://user:hush@proxy:3128"));

    assertThat(failure)
        .hasMessage("proxy proxy:3128: it does not accept its user and password (HTTP 407)");
    assertThat(failure.reach()).isEqualTo(Reach.NOT_ASKED);
  }

  @Test
  void tellsTheProxyFromTheServer() {
    assertThat(failure(new ConnectException("Connection refused: /10.0.0.1:3128")))
        .hasMessage("proxy proxy:3128: connection refused, does the server run?");
    assertThat(failure(new UnknownHostException("proxy")))
        .hasMessage("proxy proxy:3128: unknown host, is the name right?");
    assertThat(failure(new SSLHandshakeException("No name matching sts.example.com found")))
        .hasMessage(
            "sts.example.com:443 through proxy proxy:3128: the server's certificate is that of"
                + " another host name");
  }

  private static TokenException failure(Exception thrown) {
    return NetworkFailure.of(thrown, THROUGH_PROXY);
  }

  private static Way way(String proxy) {
    return new Way(URI.create(URL), Proxy.parse(new Secret(proxy)), false);
  }

  // Named as those of Netty, which are known by their names alone.
  private static class ProxyConnectException extends ConnectException {
    ProxyConnectException(String message) {
      super(message);
    }
  }

  private static final class HttpProxyConnectException extends ProxyConnectException {
    HttpProxyConnectException(String message) {
      super(message);
    }
  }
}
