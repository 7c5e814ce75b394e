package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Reach;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkFailureTest {
  private static final Way DIRECT = way("https://sts.example.com/token?key=k");

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
            new SSLHandshakeException("Received fatal alert: handshake_failure"),
            "the server ended the TLS handshake; does it want a client certificate, or a cipher that"
                + " we don't know?"),
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
    var failure = NetworkFailure.of(new IllegalArgumentException("wrapped", cause), DIRECT);

    assertThat(failure.kind()).isEqualTo(TokenException.Kind.TRANSIENT);
    assertThat(failure).hasMessage("sts.example.com:443: " + words);
  }

  @Test
  void tellsAHostWithoutConnectionFromAnExchangeThatBroke() {
    assertThat(NetworkFailure.of(new ConnectException("Connection refused"), DIRECT).reach())
        .isEqualTo(TokenException.Reach.UNREACHED);
    assertThat(NetworkFailure.of(new SocketException("Connection reset"), DIRECT).reach())
        .isEqualTo(TokenException.Reach.STRAINED);
    assertThat(NetworkFailure.of(new SocketException("Too many open files"), DIRECT).reach())
        .isEqualTo(TokenException.Reach.NOT_ASKED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Received fatal alert: certificate_required | ANSWERED | the server does not accept the client certificate; does it trust its CA?",
        "Received fatal alert: bad_certificate | ANSWERED | the server does not accept the client certificate; does it trust its CA?",
        "Received fatal alert: handshake_failure | UNREACHED | the server does not accept the client certificate, or no version or cipher of TLS that we know",
        "Connection was closed | STRAINED | the connection was closed in the middle of the exchange; does the server accept the client certificate?"
      })
  void suspectsTheClientCertificateWhereThereIsOne(String message, Reach reach, String words) {
    var withCertificate = new Way(DIRECT.url(), Optional.empty(), true);

    var failure = NetworkFailure.of(new SSLHandshakeException(message), withCertificate);

    assertThat(failure).hasMessage("sts.example.com:443: " + words);
    assertThat(failure.kind()).isEqualTo(TokenException.Kind.TRANSIENT);
    assertThat(failure.reach()).isEqualTo(reach);
  }

  @Test
  void suspectsAMissingCertificateWhereTheHandshakeIsCut() {
    assertThat(NetworkFailure.of(handshake(new ClosedChannelException()), DIRECT))
        .hasMessage(
            "sts.example.com:443: the connection was closed in the TLS handshake; does the server"
                + " want a client certificate?");
  }

  @Test
  void doesNotSuspectTheClientCertificateInPlainHttp() {
    var plain = new Way(URI.create("http://h/x"), Optional.empty(), true);

    assertThat(NetworkFailure.of(new SocketException("Connection reset"), plain))
        .hasMessage("h:80: the connection was closed in the middle of the exchange");
  }

  @Test
  void saysThatTheServerWantsAClientCertificate() {
    var alert = new SSLHandshakeException("Received fatal alert: certificate_required");

    assertThat(NetworkFailure.of(alert, DIRECT))
        .hasMessage(
            "sts.example.com:443: the server wants a client certificate; set"
                + " tls.client-certificate-file and tls.client-key-file");
  }

  @Test
  void namesThePortThatIsNotWrittenOut() {
    assertThat(way("http://h/x").toServer()).isEqualTo("h:80");
    assertThat(way("https://u:p@my_host/x").toServer()).isEqualTo("my_host:443");
    assertThat(way("https://[::1]/x").toServer()).isEqualTo("[::1]:443");
    assertThat(way("https://h:9095").toServer()).isEqualTo("h:9095");
  }

  private static Way way(String url) {
    return new Way(URI.create(url), Optional.empty(), false);
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
