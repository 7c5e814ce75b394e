package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkFailureTest {
  private static final URI URL = URI.create("https://sts.example.com/token?key=k");

  static Stream<Arguments> causes() {
    return Stream.of(
        Arguments.of(
            new ConnectException("Connection refused: sts.example.com/10.0.0.1:443"),
            "connection refused, does the server run?"),
        Arguments.of(
            new UnknownHostException("sts.example.com"), "unknown host, is the name right?"),
        Arguments.of(
            new UnknownHostException("Failed to resolve 'sts' [A(1)] after 2 queries"),
            "unknown host, is the name right?"),
        Arguments.of(
            new ConnectTimeoutException("connection timed out: sts.example.com"),
            "no connection in time; does a firewall drop it?"),
        Arguments.of(
            new NoStackTraceTimeoutException("The timeout period of 2000ms has been exceeded"),
            "no answer in time"),
        Arguments.of(
            new IOException(new IOException(new SocketException("Connection reset"))),
            "the connection was closed in the middle of the exchange"),
        Arguments.of(
            new IOException(new HttpClosedException("Connection was closed")),
            "the connection was closed in the middle of the exchange"),
        Arguments.of(
            new NoRouteToHostException("No route to host: x"), "the network is unreachable"),
        Arguments.of(
            new ConnectException("Network is unreachable: x"), "the network is unreachable"),
        Arguments.of(
            new SocketException("Too many open files"),
            "this process has too many open files; raise its limit"),
        Arguments.of(
            handshake(new NotSslRecordException("not an SSL/TLS record: 485454502f312e31")),
            "the server does not speak TLS; is it http instead of https?"),
        Arguments.of(
            handshake(new CertPathBuilderException("unable to find valid certification path")),
            "the server's certificate is not trusted; set tls.ca-file to the certificate of its CA"),
        Arguments.of(
            handshake(new CertificateException("No name matching sts.example.com found")),
            "the server's certificate is that of another host name"),
        Arguments.of(
            handshake(new CertificateException("No subject alternative names present")),
            "the server's certificate is that of another host name"),
        Arguments.of(
            handshake(new CertificateExpiredException("NotAfter: 2020")),
            "the server's certificate has expired"),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: protocol_version"),
            "no version or cipher of TLS that both sides know"),
        Arguments.of(
            new IllegalArgumentException("invalid version format: SSH-2.0-X"),
            "the server does not speak HTTP"),
        Arguments.of(
            new SSLException("0xdeadbeef"), "the TLS handshake failed; does the server speak TLS?"),
        Arguments.of(new IllegalStateException("0xdeadbeef"), "no answer (IllegalStateException)"));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void saysInWordsWhyThereIsNoAnswer(Throwable cause, String words) {
    var failure = NetworkFailure.of(new IllegalArgumentException("wrapped", cause), URL);

    assertThat(failure.kind()).isEqualTo(TokenException.Kind.TRANSIENT);
    assertThat(failure).hasMessage("sts.example.com:443: " + words);
  }

  @Test
  void tellsAHostWithoutConnectionFromAnExchangeThatBroke() {
    assertThat(NetworkFailure.of(new ConnectException("Connection refused"), URL).reach())
        .isEqualTo(TokenException.Reach.UNREACHED);
    assertThat(NetworkFailure.of(new SocketException("Connection reset"), URL).reach())
        .isEqualTo(TokenException.Reach.STRAINED);
    assertThat(NetworkFailure.of(new SocketException("Too many open files"), URL).reach())
        .isEqualTo(TokenException.Reach.NOT_ASKED);
  }

  @Test
  void namesThePortThatIsNotWrittenOut() {
    assertThat(NetworkFailure.hostAndPort(URI.create("http://h/x"))).isEqualTo("h:80");
    assertThat(NetworkFailure.hostAndPort(URI.create("https://u:p@my_host/x")))
        .isEqualTo("my_host:443");
    assertThat(NetworkFailure.hostAndPort(URI.create("https://[::1]/x"))).isEqualTo("[::1]:443");
    assertThat(NetworkFailure.hostAndPort(URI.create("https://h:9095"))).isEqualTo("h:9095");
  }

  private static Throwable handshake(Throwable cause) {
    return new SSLHandshakeException("Failed to create SSL connection").initCause(cause);
  }

  // Named as those of Netty and Vert.x, which are known by their names alone.
  private static final class ConnectTimeoutException extends ConnectException {
    ConnectTimeoutException(String message) {
      super(message);
    }
  }

  private static final class NoStackTraceTimeoutException extends RuntimeException {
    NoStackTraceTimeoutException(String message) {
      super(message);
    }
  }

  private static final class HttpClosedException extends RuntimeException {
    HttpClosedException(String message) {
      super(message);
    }
  }

  private static final class NotSslRecordException extends SSLException {
    NotSslRecordException(String message) {
      super(message);
    }
  }
}
