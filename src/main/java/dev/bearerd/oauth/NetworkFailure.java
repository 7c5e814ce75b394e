package dev.bearerd.oauth;

import dev.bearerd.token.TokenException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why there was no whole answer, in words; what libraries say is never shown as it is. */
final class NetworkFailure {
  private static final List<Cause> CAUSES =
      List.of(
          new Cause(
              says("too many open files"),
              "%s: this process has too many open files; raise its limit",
              TokenException::local),
          new Cause(is(UnknownHostException.class), "%s: unknown host, is the name right?"),
          new Cause(says("failed to resolve"), "%s: unknown host, is the name right?"),
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
                  "handshake_failure",
                  "no cipher suites in common",
                  "not supported by"),
              "%s: no version or cipher of TLS that both sides know"),
          new Cause(
              is(SSLException.class), "%s: the TLS handshake failed; does the server speak TLS?"),
          new Cause(
              isNamed("ConnectTimeoutException").or(says("connection timed out")),
              "%s: no connection in time; does a firewall drop it?"),
          new Cause(
              is(NoRouteToHostException.class)
                  .or(saysAny("network is unreachable", "no route to host")),
              "%s: the network is unreachable"),
          new Cause(
              says("connection refused").or(is(ConnectException.class)),
              "%s: connection refused, does the server run?"),
          new Cause(
              isNamed("HttpClosedException")
                  .or(
                      saysAny(
                          "connection reset",
                          "broken pipe",
                          "connection was closed",
                          "connection closed",
                          "stream was reset",
                          "premature")),
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
  static TokenException of(Throwable thrown, URI url) {
    var chain = chain(thrown);
    var host = hostAndPort(url);
    var unknown = "%s: no answer (" + chain.get(chain.size() - 1).getClass().getSimpleName() + ")";
    return CAUSES.stream()
        .filter(cause -> chain.stream().anyMatch(cause.test()))
        .findFirst()
        .map(cause -> cause.failure(host))
        .orElseGet(() -> TokenException.noAnswer(unknown.formatted(host)));
  }

  /** The host of an address, with its port even where that is the usual one. */
  static String hostAndPort(URI url) {
    var origin = Redaction.origin(url);
    var written = origin.substring(origin.indexOf("://") + 3);
    var usual = "http".equalsIgnoreCase(url.getScheme()) ? ":80" : ":443";
    return written.matches(".*:\\d+") ? written : written + usual;
  }

  private record Cause(
      Predicate<Throwable> test, String words, Function<String, TokenException> meaning) {

    /** There was no connection. */
    Cause(Predicate<Throwable> test, String words) {
      this(test, words, TokenException::hostDown);
    }

    TokenException failure(String host) {
      return meaning.apply(words.formatted(host));
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
