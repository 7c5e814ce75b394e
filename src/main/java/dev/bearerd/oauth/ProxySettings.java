package dev.bearerd.oauth;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which proxy a request is sent through. */
public sealed interface ProxySettings {

  /** The proxy for a request to this address; empty where there is none between. */
  Optional<ProxyAddress> proxyFor(URI url);

  /** All that a request may be sent through. */
  Set<ProxyAddress> all();

  /** What the variables of an environment say. */
  static ProxySettings of(Map<String, String> environment) {
    return new Environment(
        address(environment, "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"),
        address(environment, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"),
        NoProxy.parse(given(environment, "no_proxy", "NO_PROXY").orElse("")));
  }

  private static Optional<ProxyAddress> address(Map<String, String> environment, String... names) {
    return Stream.of(names)
        .flatMap(
            name -> given(environment, name).map(url -> ProxyAddress.written(name, url)).stream())
        .findFirst();
  }

  private static Optional<String> given(Map<String, String> environment, String... names) {
    return Stream.of(names)
        .map(name -> environment.getOrDefault(name, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /** The proxy that the configuration names, whatever the environment says. */
  record Configured(ProxyAddress address) implements ProxySettings {
    @Override
    public Optional<ProxyAddress> proxyFor(URI url) {
      return Optional.of(address);
    }

    @Override
    public Set<ProxyAddress> all() {
      return Set.of(address);
    }
  }

  /**
   * The proxies that the environment names.
   *
   * @param http for addresses of that scheme
   * @param https for all others
   * @param exceptions hosts that are asked without one
   */
  record Environment(Optional<ProxyAddress> http, Optional<ProxyAddress> https, NoProxy exceptions)
      implements ProxySettings {
    @Override
    public Optional<ProxyAddress> proxyFor(URI url) {
      var proxy = "http".equalsIgnoreCase(url.getScheme()) ? http : https;
      return proxy.filter(any -> !exceptions.covers(url));
    }

    @Override
    public Set<ProxyAddress> all() {
      return Stream.of(http, https).flatMap(Optional::stream).collect(Collectors.toSet());
    }
  }
}
