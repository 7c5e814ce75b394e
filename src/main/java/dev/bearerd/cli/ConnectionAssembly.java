package dev.bearerd.cli;

import dev.bearerd.config.ProviderConfig;
import dev.bearerd.config.SecretText;
import dev.bearerd.key.ClientCertificate;
import dev.bearerd.oauth.ConnectionSettings;
import dev.bearerd.oauth.ProxyAddress;
import dev.bearerd.oauth.ProxySettings;
import dev.bearerd.oauth.TlsSettings;
import java.util.Optional;

/** Makes what a provider says about connections: certificates, and the proxy between. */
final class ConnectionAssembly {
  private ConnectionAssembly() {}

  static ConnectionSettings of(ProviderConfig config) {
    return new ConnectionSettings(
        new TlsSettings(
            config.tls().caFile(), certificate(config.tls()), config.tls().insecureSkipVerify()),
        proxy(config).<ProxySettings>map(ProxySettings.Configured::new).orElseGet(() -> usual()));
  }

  /** What is given where no provider gives it. */
  static ConnectionSettings of(TlsSettings tls) {
    return new ConnectionSettings(tls, usual());
  }

  /** Of certificate and key, one alone is a problem that is found before. */
  static Optional<ClientCertificate> certificate(ProviderConfig.Tls tls) {
    return tls.clientCertificateFile()
        .flatMap(file -> tls.clientKeyFile().map(key -> new ClientCertificate(file, key)));
  }

  static Optional<ProxyAddress> proxy(ProviderConfig config) {
    return config
        .proxy()
        .map(SecretText::get)
        .map(url -> ProxyAddress.written("proxy", url))
        .or(() -> config.proxyFile().map(ProxyAddress::file));
  }

  private static ProxySettings usual() {
    return ProxySettings.of(System.getenv());
  }
}
