package dev.bearerd.cli;

import dev.bearerd.apiconnect.RealmDirectory;
import dev.bearerd.apiconnect.RealmSource;
import dev.bearerd.apiconnect.RealmType;
import dev.bearerd.apiconnect.RegistrationFile;
import dev.bearerd.config.ProviderConfig;
import dev.bearerd.oauth.AnswerReader;
import dev.bearerd.oauth.AuthenticationKind;
import dev.bearerd.oauth.BodyFormat;
import dev.bearerd.oauth.ClientAuthentication;
import dev.bearerd.oauth.ClientSource;
import dev.bearerd.oauth.ConfiguredClient;
import dev.bearerd.oauth.Dialect;
import dev.bearerd.oauth.Grant;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.oauth.Pointers;
import dev.bearerd.oauth.TokenEndpoint;
import dev.bearerd.oauth.TokenRequest;
import dev.bearerd.token.TokenSource;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes the token source of one provider: what its preset, its keys and their defaults mean. */
final class SourceAssembly {
  /**
   * @param host scheme, name and port of the token endpoint
   */
  record Source(TokenSource source, String host) {}

  private final ProviderConfig config;
  private final HttpTransport transport;
  private final InstantSource clock;
  private final Findings findings;

  SourceAssembly(
      ProviderConfig config, HttpTransport transport, InstantSource clock, Findings findings) {
    this.config = config;
    this.transport = transport;
    this.clock = clock;
    this.findings = findings;
  }

  /** The source; empty after a problem that was added to the findings. */
  Optional<Source> assemble() {
    return dialect().flatMap(this::assemble);
  }

  private Optional<Source> assemble(Dialect dialect) {
    var tokenUrl = tokenUrl(dialect);
    var grant = new GrantAssembly(config, findings).assemble(dialect);
    var client = client(dialect);
    checkScopes(dialect);
    checkRealm(dialect);
    if (tokenUrl.isEmpty() || grant.isEmpty() || client.isEmpty()) {
      return Optional.empty();
    }
    return request(dialect, tokenUrl.get(), grant.get(), authentication(dialect, client.get()))
        .map(request -> new Source(source(dialect, request), host(request.tokenUrl())));
  }

  private Optional<TokenRequest> request(
      Dialect dialect, URI tokenUrl, Grant grant, ClientAuthentication authentication) {
    try {
      return Optional.of(
          new TokenRequest(
              tokenUrl,
              grant,
              authentication,
              config.scopes().orElse(List.of()),
              parameters(),
              config.headers(),
              config.body().map(b -> BodyFormat.valueOf(b.name())).orElse(dialect.defaultBody())));
    } catch (IllegalArgumentException e) {
      var message = String.valueOf(e.getMessage()); // KEY: what is wrong
      findings.add(
          message.substring(0, message.indexOf(':')),
          message.substring(message.indexOf(':') + 1).strip());
      return Optional.empty();
    }
  }

  private Optional<Dialect> dialect() {
    return config
        .preset()
        .map(name -> findings.named("preset", name, Dialect.named(name), Dialect.names()))
        .orElse(Optional.of(Dialect.GENERIC));
  }

  private Optional<URI> tokenUrl(Dialect dialect) {
    if (dialect == Dialect.GENERIC) {
      findings.unused("server", config.server(), "with a preset; set token-url");
      return findings.require("token-url", config.tokenUrl(), "or set a preset and server");
    }
    var server = config.server().or(dialect::defaultServer);
    return findings.require(
        "server",
        config.tokenUrl().or(() -> server.flatMap(dialect::tokenUrl)),
        "or set token-url");
  }

  private Optional<ClientSource> client(Dialect dialect) {
    if (config.registrationFile().isPresent()) {
      findings.unused("client-id", config.clientId(), "without registration-file");
      return config.registrationFile().map(RegistrationFile::new);
    }
    var secret =
        GrantAssembly.secret(
            "client-secret-file", config.clientSecret(), config.clientSecretFile());
    if (config.clientId().isEmpty() && secret.isEmpty() && dialect.defaultClient().isPresent()) {
      return dialect.defaultClient();
    }
    return findings
        .require("client-id", config.clientId(), "every token request names its client")
        .map(id -> new ConfiguredClient(id, secret));
  }

  private ClientAuthentication authentication(Dialect dialect, ClientSource client) {
    var kind =
        config
            .clientAuthentication()
            .map(method -> AuthenticationKind.valueOf(method.name()))
            .orElseGet(() -> usualAuthentication(dialect));
    var encoding =
        config
            .basicEncoding()
            .map(e -> ClientAuthentication.Encoding.valueOf(e.name()))
            .orElse(dialect.defaultBasicEncoding());
    return switch (kind) {
      case BASIC -> new ClientAuthentication.Basic(client, encoding);
      case POST -> new ClientAuthentication.Post(client);
      case NONE -> new ClientAuthentication.None(client);
    };
  }

  /** Without a secret there is nothing to authenticate with. */
  private AuthenticationKind usualAuthentication(Dialect dialect) {
    var secretGiven =
        config.clientSecret().isPresent()
            || config.clientSecretFile().isPresent()
            || config.registrationFile().isPresent()
            || dialect.defaultClient().isPresent();
    return secretGiven ? dialect.defaultAuthentication() : AuthenticationKind.NONE;
  }

  private void checkScopes(Dialect dialect) {
    if (dialect.requiresScope() && config.scopes().orElse(List.of()).isEmpty()) {
      findings.add(
          "scopes", "is missing; " + dialect.preset() + " needs the tenant or host as scope");
    }
  }

  private void checkRealm(Dialect dialect) {
    if (!dialect.requiresRealm()) {
      findings.unused("realm", config.realm(), "with preset: ibm-api-connect");
      findings.unused("realm-type", config.realmType(), "with preset: ibm-api-connect");
    } else if (config.realm().isEmpty() && config.realmType().isEmpty()) {
      findings.add(
          "realm",
          "is missing; give realm: provider/NAME or admin/NAME, or realm-type: provider or admin to"
              + " have the default one found; `bearerd realms SERVER` lists them");
    }
    if (config.realmType().isPresent() && config.server().isEmpty()) {
      findings.add("realm-type", "needs server, where identity providers are listed");
    }
  }

  private Map<String, String> parameters() {
    var parameters = new LinkedHashMap<String, String>();
    config.audience().ifPresent(audience -> parameters.put("audience", audience));
    config.resource().ifPresent(resource -> parameters.put("resource", resource.toString()));
    parameters.putAll(config.parameters());
    config.realm().ifPresent(realm -> parameters.put("realm", realm));
    return parameters;
  }

  private TokenSource source(Dialect dialect, TokenRequest request) {
    if (!dialect.requiresRealm() || config.realmType().isEmpty()) {
      return endpoint(dialect, request);
    }
    var type = RealmType.valueOf(config.realmType().orElseThrow().name());
    var directory = new RealmDirectory(config.server().orElseThrow(), transport, limits());
    return new RealmSource(
        directory, type, realm -> endpoint(dialect, request.withParameter("realm", realm)));
  }

  private TokenEndpoint endpoint(Dialect dialect, TokenRequest request) {
    var response = config.response();
    var pointers =
        new Pointers(response.accessToken(), response.expiresIn(), response.refreshToken());
    var reader =
        new AnswerReader(pointers, config.refresh().lifetime(), dialect.unauthorizedIsRejection());
    return new TokenEndpoint(request, reader, transport, limits(), clock);
  }

  private HttpTransport.Limits limits() {
    return new HttpTransport.Limits(
        config.timeout(), Math.toIntExact(config.maxResponseSize().asLongValue()));
  }

  private static String host(URI url) {
    var defaultPort = url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    var port = url.getPort() < 0 ? defaultPort : url.getPort();
    return (url.getScheme() + "://" + url.getHost() + ":" + port).toLowerCase(Locale.ROOT);
  }
}
