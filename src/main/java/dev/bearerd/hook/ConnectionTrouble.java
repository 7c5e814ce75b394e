package dev.bearerd.hook;

import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why there was no answer, in words; what the HTTP client says is never shown as it is. */
final class ConnectionTrouble {
  /** The more special ones first: a failure has a chain of causes. */
  private static final List<Entry<Class<? extends Throwable>, String>> WORDS =
      List.of(
          Map.entry(UnknownHostException.class, "unknown host, is the name right?"),
          Map.entry(UnresolvedAddressException.class, "unknown host, is the name right?"),
          Map.entry(
              CertPathBuilderException.class,
              "the server's certificate is not trusted; add its CA to those of the system"),
          Map.entry(
              CertificateException.class,
              "the server's certificate has expired or is that of another host name"),
          Map.entry(SSLException.class, "the TLS handshake failed; does the server speak TLS?"),
          Map.entry(ConnectException.class, "no connection, does the server run?"),
          Map.entry(ProtocolException.class, "the server does not speak HTTP"));

  private ConnectionTrouble() {}

  static String words(Throwable thrown) {
    var chain = chain(thrown);
    return WORDS.stream()
        .filter(entry -> chain.stream().anyMatch(entry.getKey()::isInstance))
        .findFirst()
        .map(Entry::getValue)
        .orElse("the connection was closed in the middle of the exchange");
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
}
