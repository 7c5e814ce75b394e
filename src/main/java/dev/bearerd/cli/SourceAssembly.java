package dev.bearerd.cli;

import dev.bearerd.apiconnect.RealmDirectory;
import dev.bearerd.apiconnect.RealmSource;
import dev.bearerd.apiconnect.RealmType;
import dev.bearerd.cli.ClientAssembly.Proof;
import dev.bearerd.config.ProviderConfig;
import dev.bearerd.device.DeviceLogin;
import dev.bearerd.discovery.Endpoint;
import dev.bearerd.discovery.Issuer;
import dev.bearerd.discovery.IssuerRevocation;
import dev.bearerd.discovery.IssuerSource;
import dev.bearerd.oauth.AnswerReader;
import dev.bearerd.oauth.AuthenticationKind;
import dev.bearerd.oauth.BodyFormat;
import dev.bearerd.oauth.ClientAuthentication;
import dev.bearerd.oauth.Dialect;
import dev.bearerd.oauth.Grant;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.oauth.Pointers;
import dev.bearerd.oauth.RevocationEndpoint;
import dev.bearerd.oauth.TokenEndpoint;
import dev.bearerd.oauth.TokenRequest;
import dev.bearerd.oidc.OidcComposer;
import dev.bearerd.oidc.RequestComposer;
import dev.bearerd.token.Revocation;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenSource;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes the token source of one provider: what its preset, its keys and their defaults mean. */
final class SourceAssembly {
  /**
   * @param host scheme, name and port of the token endpoint, or of the issuer
   * @param lockable whether the grant is a password, which a server may lock after refusals
   * @param sharesGrant whether the grant is a refresh token that is configured
   * @param revocation where it is wanted
   * @param login asks the server nothing but, maybe, where its endpoints are; throws a {@link
   *     TokenException} where it has none for that
   */
  record Source(
      TokenSource source,
      String host,
      boolean lockable,
      boolean sharesGrant,
      Optional<Revocation> revocation,
      Supplier<DeviceLogin> login) {}

  private final ProviderConfig config;
  private final HttpTransport transport;
  private final RequestComposer composer = new OidcComposer();
  private final ClusterAssembly cluster;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Findings findings;

  SourceAssembly(
      ProviderConfig config,
      HttpTransport transport,
      ClusterAssembly cluster,
      InstantSource clock,
      RandomGenerator random,
      Findings findings) {
    this.config = config;
    this.transport = transport;
    this.cluster = cluster;
    this.clock = clock;
    this.random = random;
    this.findings = findings;
  }

  /** The source; empty after a problem that was added to the findings. */
  Optional<Source> assemble() {
    return dialect()
        .flatMap(dialect -> dialect == Dialect.GITHUB_APP ? installation() : assemble(dialect));
  }

  private Optional<Source> installation() {
    var assembly = new InstallationAssembly(config, cluster, clock, random, findings);
    return assembly
        .assemble(transport, limits())
        .map(
            source ->
                new Source(
                    source,
                    host(assembly.server()),
                    false,
                    false,
                    Optional.empty(),
                    () -> {
                      throw TokenException.local("an installation of a GitHub App has no login");
                    }));
  }

  private Optional<Source> assemble(Dialect dialect) {
    var endpoints = new EndpointAssembly(config, dialect, findings);
    var tokenUrl = endpoints.tokenUrl();
    var grant =
        new GrantAssembly(config, cluster, clock, random, findings).assemble(dialect, tokenUrl);
    var proof = new ClientAssembly(config, cluster, findings).assemble(dialect);
    new PresetChecks(config, dialect, findings).check(endpoints);
    if (tokenUrl.isEmpty() || grant.isEmpty() || proof.isEmpty()) {
      return Optional.empty();
    }
    return request(dialect, tokenUrl.get(), grant.get(), proof.get().authentication())
        .map(request -> source(new Parts(dialect, endpoints, request, proof.get())));
  }

  /** All that a source is made of. */
  private record Parts(
      Dialect dialect, EndpointAssembly endpoints, TokenRequest request, Proof proof) {}

  private Source source(Parts parts) {
    var withCertificate =
        parts.proof().kind() == AuthenticationKind.MTLS
            || config.tls().clientCertificateFile().isPresent();
    var issuer = parts.endpoints().issuer(withCertificate, transport, limits());
    return new Source(
        issuer
            .<TokenSource>map(at -> new IssuerSource(at, url -> endpoint(parts, url)))
            .orElseGet(() -> source(parts.dialect(), parts.request(), parts.proof())),
        host(parts.request().tokenUrl()),
        parts.request().grant() instanceof Grant.Password,
        parts.request().grant() instanceof Grant.RefreshToken,
        revocation(parts, issuer).filter(way -> config.revoke()),
        () -> login(parts, issuer));
  }

  private Optional<TokenRequest> request(
      Dialect dialect, URI tokenUrl, Grant grant, ClientAuthentication authentication) {
    try {
      return Optional.of(
          new TokenRequest(
              tokenUrl,
              grant,
              authentication,
              scopes(),
              parameters(dialect),
              config.headers(),
              config.body().map(b -> BodyFormat.valueOf(b.name())).orElse(dialect.defaultBody())));
    } catch (IllegalArgumentException e) {
      findings.addNamed(e);
      return Optional.empty();
    }
  }

  /** Those of a service account are claims of its assertion. */
  private List<String> scopes() {
    return config.serviceAccountFile().isPresent() ? List.of() : config.scopes().orElse(List.of());
  }

  private Optional<Dialect> dialect() {
    return config
        .preset()
        .map(name -> findings.named("preset", name, Dialect.named(name), Dialect.names()))
        .orElse(Optional.of(Dialect.GENERIC));
  }

  private Map<String, String> parameters(Dialect dialect) {
    var parameters = new LinkedHashMap<String, String>();
    config
        .audience()
        .filter(audience -> config.serviceAccountFile().isEmpty())
        .ifPresent(audience -> parameters.put("audience", audience));
    config.resource().ifPresent(resource -> parameters.put("resource", resource.toString()));
    parameters.putAll(config.parameters());
    config
        .realm()
        .filter(realm -> dialect.hasRealmParameter())
        .ifPresent(realm -> parameters.put("realm", realm));
    return parameters;
  }

  private TokenSource source(Dialect dialect, TokenRequest request, Proof proof) {
    if (config.realmType().isEmpty()) {
      return endpoint(dialect, request, proof);
    }
    var type = RealmType.valueOf(config.realmType().orElseThrow().name());
    var directory = new RealmDirectory(config.server().orElseThrow(), transport, limits());
    return new RealmSource(
        directory, type, realm -> endpoint(dialect, request.withParameter("realm", realm), proof));
  }

  private Optional<Revocation> revocation(Parts parts, Optional<Issuer> issuer) {
    var configured = parts.endpoints().revocationUrl();
    return issuer
        .<Revocation>map(
            at ->
                new IssuerRevocation(
                    at, configured, (url, tokenUrl) -> revocation(parts, url, tokenUrl)))
        .or(() -> configured.map(url -> revocation(parts, url, parts.request().tokenUrl())));
  }

  private Revocation revocation(Parts parts, URI url, URI tokenUrl) {
    var calls = parts.proof().forms(parts.request().withTokenUrl(tokenUrl), composer);
    return new RevocationEndpoint(url, calls, transport, limits());
  }

  private DeviceLogin login(Parts parts, Optional<Issuer> issuer) {
    var metadata = issuer.map(Issuer::read);
    var tokenUrl = metadata.map(read -> issuer.get().endpoint(read, Endpoint.TOKEN));
    var request = tokenUrl.map(parts.request()::withTokenUrl).orElse(parts.request());
    var url =
        parts
            .endpoints()
            .deviceAuthorizationUrl()
            .or(
                () ->
                    metadata.map(
                        read -> issuer.get().endpoint(read, Endpoint.DEVICE_AUTHORIZATION)))
            .orElseThrow(
                () ->
                    TokenException.unprepared(
                        "it is not known where to log in; set device-authorization-url"));
    return new DeviceLogin(
        url,
        request,
        parts.proof().forms(request, composer),
        reader(parts.dialect()),
        transport,
        limits(),
        clock);
  }

  private TokenEndpoint endpoint(Parts parts, URI tokenUrl) {
    return endpoint(parts.dialect(), parts.request().withTokenUrl(tokenUrl), parts.proof());
  }

  private TokenEndpoint endpoint(Dialect dialect, TokenRequest request, Proof proof) {
    return new TokenEndpoint(
        proof.calls(request, composer), reader(dialect), transport, limits(), clock);
  }

  private AnswerReader reader(Dialect dialect) {
    var response = config.response();
    var pointers =
        new Pointers(response.accessToken(), response.expiresIn(), response.refreshToken());
    return new AnswerReader(
        pointers, config.refresh().lifetime(), dialect.unauthorizedIsRejection());
  }

  private HttpTransport.Limits limits() {
    return new HttpTransport.Limits(
        config.timeout(), Math.toIntExact(config.maxResponseSize().asLongValue()));
  }

  /** Scheme, name and port. */
  static String host(URI url) {
    var defaultPort = url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    var port = url.getPort() < 0 ? defaultPort : url.getPort();
    return (url.getScheme() + "://" + url.getHost() + ":" + port).toLowerCase(Locale.ROOT);
  }
}
