package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestTransportsTest {
  private static final TlsSettings OTHER_CA =
      new TlsSettings(Optional.of(Path.of("/ca.pem")), Optional.empty(), false);
  private static final ProxyAddress PROXY = ProxyAddress.written("proxy", "http://u:p@a:1");

  private final RestTransports transports = new RestTransports(InstantSource.system());

  @Test
  void keepsTheWaysThatSettingsName() {
    var direct = new Route(TlsSettings.SYSTEM, Optional.empty());
    var proxied = new Route(OTHER_CA, Optional.of(PROXY));
    var transport = transports.by(direct);
    var another = transports.by(proxied);

    transports.keep(
        List.of(
            new ConnectionSettings(TlsSettings.SYSTEM, ProxySettings.of(Map.of())),
            new ConnectionSettings(OTHER_CA, new ProxySettings.Configured(PROXY))));

    assertThat(transports.by(direct)).isSameAs(transport);
    assertThat(transports.by(proxied)).isSameAs(another);
  }

  @Test
  void keepsBothWaysOfAnEnvironmentWithAProxy() {
    var address = ProxyAddress.written("https_proxy", "http://a:1");
    var direct = new Route(TlsSettings.SYSTEM, Optional.empty());
    var proxied = new Route(TlsSettings.SYSTEM, Optional.of(address));
    var transport = transports.by(direct);
    var another = transports.by(proxied);

    transports.keep(
        List.of(
            new ConnectionSettings(
                TlsSettings.SYSTEM, ProxySettings.of(Map.of("https_proxy", "http://a:1")))));

    assertThat(transports.by(direct)).isSameAs(transport);
    assertThat(transports.by(proxied)).isSameAs(another);
  }

  @Test
  void forgetsTheWaysThatNobodyNamesAnyMore() {
    var direct = new Route(OTHER_CA, Optional.empty());
    var proxied = new Route(TlsSettings.SYSTEM, Optional.of(PROXY));
    var transport = transports.by(direct);
    var another = transports.by(proxied);

    transports.keep(
        List.of(new ConnectionSettings(TlsSettings.SYSTEM, ProxySettings.of(Map.of()))));

    assertThat(transports.by(direct)).isNotSameAs(transport);
    assertThat(transports.by(proxied)).isNotSameAs(another);
  }
}
