package dev.bearerd.oauth;

import dev.bearerd.token.TokenException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why there was no whole answer, in words; what libraries say is never shown as it is. */
final class NetworkFailure {
  private static final Predicate<Throwable> CERTIFICATE_REFUSED =
      saysAny(
          "received fatal alert: bad_certificate",
          "received fatal alert: unsupported_certificate",
          "received fatal alert: certificate_",
          "received fatal alert: unknown_ca",
          "received fatal alert: access_denied");

  private static final Predicate<Throwable> CLOSED =
      isNamed("HttpClosedException")
          .or(
              saysAny(
                  "connection reset",
                  "broken pipe",
                  "connection was closed",
                  "connection closed",
                  "stream was reset",
                  "premature"));

  private static final Predicate<Throwable> CLOSED_IN_HANDSHAKE =
      NetworkFailure::isClosedInHandshake;

  /** What the certificate of the client may be the reason of; of TLS 1.3, a mere close is one. */
  private static final List<Cause> CAUSES_WITH_CERTIFICATE =
      List.of(
          new Cause(
              CERTIFICATE_REFUSED,
              "%s: the server does not accept the client certificate; does it trust its CA?",
              TokenException::transientAnswer),
          new Cause(
              says("received fatal alert: handshake_failure"),
              "%s: the server does not accept the client certificate, or no version or cipher of TLS"
                  + " that we know"),
          new Cause(
              CLOSED_IN_HANDSHAKE,
              "%s: the connection was closed in the TLS handshake; does the server accept the client"
                  + " certificate?"),
          new Cause(
              CLOSED,
              "%s: the connection was closed in the middle of the exchange; does the server accept"
                  + " the client certificate?",
              TokenException::noAnswer));

  private static final List<Cause> CAUSES =
      List.of(
          new Cause(
              says("too many open files"),
              "%s: this process has too many open files; raise its limit",
              TokenException::local),
          Cause.ofNextHop(is(UnknownHostException.class), "%s: unknown host, is the name right?"),
          Cause.ofNextHop(says("failed to resolve"), "%s: unknown host, is the name right?"),
          new Cause(
              CERTIFICATE_REFUSED,
              "%s: the server wants a client certificate; set tls.client-certificate-file and"
                  + " tls.client-key-file",
              TokenException::transientAnswer),
          new Cause(
              is(CertificateExpiredException.class), "%s: the server's certificate has expired"),
          new Cause(
              is(CertificateNotYetValidException.class),
              "%s: the server's certificate is not valid yet; is this machine's clock right?"),
          new Cause(
              saysAny("no name matching", "no subject alternative", "hostname verification"),
              "%s: the server's certificate is that of another host name"),
          new Cause(
              is(CertPathBuilderException.class)
                  .or(
                      saysAny(
                          "path building failed",
                          "unable to find valid certification path",
                          "path does not chain",
                          "no trusted certificate")),
              "%s: the server's certificate is not trusted; set tls.ca-file to the certificate of its CA"),
          new Cause(
              isNamed("NotSslRecordException").or(says("unsupported or unrecognized ssl message")),
              "%s: the server does not speak TLS; is it http instead of https?"),
          new Cause(
              saysAny(
                  "protocol_version",
                  "no appropriate protocol",
                  "no cipher suites in common",
                  "not supported by"),
              "%s: no version or cipher of TLS that both sides know"),
          new Cause(
              says("received fatal alert: handshake_failure"),
              "%s: the server ended the TLS handshake; does it want a client certificate, or a cipher"
                  + " that we don't know?"),
          new Cause(
              CLOSED_IN_HANDSHAKE,
              "%s: the connection was closed in the TLS handshake; does the server want a client"
                  + " certificate?"),
          new Cause(
              is(SSLException.class), "%s: the TLS handshake failed; does the server speak TLS?"),
          Cause.ofNextHop(
              isNamed("ConnectTimeoutException").or(says("connection timed out")),
              "%s: no connection in time; does a firewall drop it?"),
          Cause.ofNextHop(
              is(NoRouteToHostException.class)
                  .or(saysAny("network is unreachable", "no route to host")),
              "%s: the network is unreachable"),
          Cause.ofNextHop(
              says("connection refused").or(is(ConnectException.class)),
              "%s: connection refused, does the server run?"),
          new Cause(
              CLOSED,
              "%s: the connection was closed in the middle of the exchange",
              TokenException::noAnswer),
          new Cause(
              says("invalid version format").or(isNamed("DecoderException")),
              "%s: the server does not speak HTTP",
              TokenException::noAnswer),
          new Cause(
              isNamed("NoStackTraceTimeoutException")
                  .or(saysAny("timeout period of", "read timed out")),
              "%s: no answer in time",
              TokenException::noAnswer));

  private NetworkFailure() {}

  /** Explains what a client threw. */
  static TokenException of(Throwable thrown, Way way) {
    var chain = chain(thrown);
    return chain.stream()
        .flatMap(each -> ProxyFailure.of(each, way).stream())
        .findFirst()
        .or(() -> known(chain, way))
        .orElseGet(() -> unknown(chain.get(chain.size() - 1), way));
  }

  private static Optional<TokenException> known(List<Throwable> chain, Way way) {
    var special = way.showsCertificate() ? CAUSES_WITH_CERTIFICATE : List.<Cause>of();
    return Stream.concat(special.stream(), CAUSES.stream())
        .filter(cause -> chain.stream().anyMatch(cause.test()))
        .findFirst()
        .map(cause -> cause.failure(way));
  }

  private static TokenException unknown(Throwable last, Way way) {
    return TokenException.noAnswer(
        "%s: no answer (%s)".formatted(way.toServer(), last.getClass().getSimpleName()));
  }

  private record Cause(
      Predicate<Throwable> test,
      String words,
      Function<Way, String> subject,
      BiFunction<Way, String, TokenException> meaning) {

    /** There was no connection. */
    Cause(Predicate<Throwable> test, String words) {
      this(test, words, TokenException::hostDown);
    }

    Cause(Predicate<Throwable> test, String words, Function<String, TokenException> meaning) {
      this(test, words, Way::toServer, (way, message) -> meaning.apply(message));
    }

    /** There was no connection, not even to the proxy where there is one. */
    static Cause ofNextHop(Predicate<Throwable> test, String words) {
      return new Cause(test, words, Way::toNextHop, Way::withoutConnection);
    }

    TokenException failure(Way way) {
      return meaning.apply(way, words.formatted(subject.apply(way)));
    }
  }

  private static List<Throwable> chain(Throwable thrown) {
    return Stream.iterate(
            Optional.of(thrown),
            Optional::isPresent,
            outer -> outer.flatMap(cause -> Optional.ofNullable(cause.getCause())))
        .flatMap(Optional::stream)
        .limit(20)
        .toList();
  }

  private static boolean isClosedInHandshake(Throwable thrown) {
    return thrown instanceof SSLException && thrown.getCause() instanceof ClosedChannelException;
  }

  private static Predicate<Throwable> is(Class<? extends Throwable> type) {
    return type::isInstance;
  }

  private static Predicate<Throwable> isNamed(String simpleName) {
    return thrown -> thrown.getClass().getSimpleName().equals(simpleName);
  }

  private static Predicate<Throwable> says(String words) {
    return thrown ->
        Optional.ofNullable(thrown.getMessage())
            .orElse("")
            .toLowerCase(Locale.ROOT)
            .contains(words);
  }

  private static Predicate<Throwable> saysAny(String... words) {
    return Stream.of(words).map(NetworkFailure::says).reduce(Predicate::or).orElseThrow();
  }
}
