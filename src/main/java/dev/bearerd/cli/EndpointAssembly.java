package dev.bearerd.cli;

import dev.bearerd.config.PlainText;
import dev.bearerd.config.ProviderConfig;
import dev.bearerd.discovery.Issuer;
import dev.bearerd.oauth.Dialect;
import dev.bearerd.oauth.HttpTransport;
import java.net.URI;
import java.util.Optional;

/** Finds where the server of one provider is asked: at what is given, else as its preset knows. */
final class EndpointAssembly {
  private final ProviderConfig config;
  private final Dialect dialect;
  private final Findings findings;

  EndpointAssembly(ProviderConfig config, Dialect dialect, Findings findings) {
    this.config = config;
    this.dialect = dialect;
    this.findings = findings;
  }

  /** The token URL, or in its place the issuer by which it is found later. */
  Optional<URI> tokenUrl() {
    if (config.issuer().isPresent()) {
      return issuer();
    }
    if (dialect == Dialect.GENERIC) {
      findings.unused("server", config.server(), "with a preset; set token-url");
      return findings.require(
          "token-url", config.tokenUrl(), "or set issuer, or a preset and server");
    }
    return findings.require(
        "server", config.tokenUrl().or(() -> of(Dialect::tokenUrl)), "or set token-url");
  }

  Optional<URI> deviceAuthorizationUrl() {
    return config.deviceAuthorizationUrl().or(() -> of(Dialect::deviceAuthorizationUrl));
  }

  Optional<URI> revocationUrl() {
    return config.revocationUrl().or(() -> of(Dialect::revocationUrl));
  }

  /** Where the issuer's metadata is read, if there is one. */
  Optional<Issuer> issuer(
      boolean withCertificate, HttpTransport transport, HttpTransport.Limits limits) {
    return config
        .issuer()
        .map(name -> new Issuer(name, withCertificate, this::showsSecrets, transport, limits));
  }

  private Optional<URI> issuer() {
    findings.unused("server", config.server(), "without issuer");
    findings.unused("realm-type", config.realmType(), "without issuer");
    if (config.issuer().filter(issuer -> issuer.getRawQuery() != null).isPresent()) {
      findings.add("issuer", "must have no query");
    }
    return config.issuer();
  }

  private boolean showsSecrets(URI url) {
    return !config.allowHttp() && PlainText.shows(url);
  }

  /** An issuer knows better than its preset. */
  private Optional<URI> of(DialectUrl url) {
    return config.issuer().isPresent()
        ? Optional.empty()
        : config
            .server()
            .or(this::defaultServer)
            .flatMap(server -> url.of(dialect, server, config.realm()));
  }

  /** Who gives a token URL means another server than the usual one. */
  private Optional<URI> defaultServer() {
    return config.tokenUrl().isPresent() ? Optional.empty() : dialect.defaultServer();
  }

  /** One of a preset's addresses. */
  @FunctionalInterface
  private interface DialectUrl {
    Optional<URI> of(Dialect dialect, URI server, Optional<String> realm);
  }
}
