package dev.bearerd.oauth;

import java.util.Optional;

/** What all requests that one client sends have in common. */
record Route(TlsSettings tls, Optional<ProxyAddress> proxy) {

  /** What changes whenever another client is needed. */
  record Version(TlsSettings.Version tls, Optional<Proxy> proxy) {}

  /** Whether requests by these settings may go this way. */
  boolean mayBeOf(ConnectionSettings settings) {
    return settings.tls().equals(tls)
        && proxy
            .map(settings.proxies().all()::contains)
            .orElseGet(() -> settings.proxies() instanceof ProxySettings.Environment);
  }

  /** As it is now, without a look into the files of keys and certificates. */
  Version version() {
    return new Version(tls.version(), proxy.map(ProxyAddress::resolve));
  }
}
