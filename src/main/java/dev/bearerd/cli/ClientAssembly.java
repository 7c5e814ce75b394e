package dev.bearerd.cli;

import static dev.bearerd.config.ProviderConfig.SignatureAlgorithm.HS256;
import static dev.bearerd.oauth.AuthenticationKind.BASIC;
import static dev.bearerd.oauth.AuthenticationKind.CLIENT_SECRET_JWT;
import static dev.bearerd.oauth.AuthenticationKind.MTLS;
import static dev.bearerd.oauth.AuthenticationKind.NONE;
import static dev.bearerd.oauth.AuthenticationKind.PRIVATE_KEY_JWT;

import dev.bearerd.apiconnect.RegistrationFile;
import dev.bearerd.config.ProviderConfig;
import dev.bearerd.config.ProviderConfig.Body;
import dev.bearerd.oauth.AuthenticationKind;
import dev.bearerd.oauth.ClientAuthentication;
import dev.bearerd.oauth.ClientCalls;
import dev.bearerd.oauth.ClientSource;
import dev.bearerd.oauth.ConfiguredClient;
import dev.bearerd.oauth.Dialect;
import dev.bearerd.oauth.GrantKind;
import dev.bearerd.oauth.TokenCalls;
import dev.bearerd.oauth.TokenRequest;
import dev.bearerd.oidc.ClientJwt;
import dev.bearerd.oidc.RequestComposer;
import dev.bearerd.oidc.SignedTokenCalls;
import dev.bearerd.token.SecretRef;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Makes what proves the client of one provider, and finds keys that only another proof would use.
 */
final class ClientAssembly {

  /**
   * How the client proves itself.
   *
   * @param authentication what the request says of the client by itself
   * @param jwt that is signed for each request, beside it
   */
  record Proof(
      AuthenticationKind kind, ClientAuthentication authentication, Optional<ClientJwt> jwt) {
    TokenCalls calls(TokenRequest request, RequestComposer composer) {
      return jwt.<TokenCalls>map(proof -> new SignedTokenCalls(request, proof, composer))
          .orElse(request);
    }

    ClientCalls forms(TokenRequest request, RequestComposer composer) {
      return jwt.<ClientCalls>map(proof -> new SignedTokenCalls(request, proof, composer))
          .orElse(request);
    }
  }

  private final ProviderConfig config;
  private final ClusterAssembly cluster;
  private final Findings findings;

  ClientAssembly(ProviderConfig config, ClusterAssembly cluster, Findings findings) {
    this.config = config;
    this.cluster = cluster;
    this.findings = findings;
  }

  /** The proof; empty after a problem that was added to the findings. */
  Optional<Proof> assemble(Dialect dialect) {
    var kind = kind(dialect);
    checkUse(kind);
    if (kind == NONE && isUnnamed(dialect)) {
      return Optional.of(proof(kind, new ClientAuthentication.Unnamed()));
    }
    if (config.clientAssertionFile().isPresent()) {
      return assertion(config.clientAssertionFile().get(), kind);
    }
    return switch (kind) {
      case BASIC -> client(dialect).map(client -> proof(kind, basic(dialect, client)));
      case POST ->
          client(dialect).map(client -> proof(kind, new ClientAuthentication.Post(client)));
      case CLIENT_SECRET_JWT -> sharedJwt();
      case PRIVATE_KEY_JWT -> privateJwt();
      case MTLS, NONE ->
          client(dialect).map(client -> proof(kind, new ClientAuthentication.None(client)));
    };
  }

  /** An assertion or a token that is exchanged may say by itself who asks. */
  private boolean isUnnamed(Dialect dialect) {
    return (config.clientId().isEmpty() || config.serviceAccountFile().isPresent())
        && config.clientAssertionFile().isEmpty()
        && Set.of(GrantKind.JWT_BEARER, GrantKind.TOKEN_EXCHANGE)
            .contains(GrantAssembly.kind(config, dialect));
  }

  private static Proof proof(AuthenticationKind kind, ClientAuthentication authentication) {
    return new Proof(kind, authentication, Optional.empty());
  }

  private ClientAuthentication basic(Dialect dialect, ClientSource client) {
    var encoding =
        config
            .basicEncoding()
            .map(e -> ClientAuthentication.Encoding.valueOf(e.name()))
            .orElse(dialect.defaultBasicEncoding());
    return new ClientAuthentication.Basic(client, encoding);
  }

  private Optional<Proof> assertion(Path file, AuthenticationKind kind) {
    if (config.clientAuthentication().isPresent()) {
      findings.add(
          "client-authentication", "has no effect beside client-assertion-file; remove one");
    }
    var assertion = new SecretRef.File("client-assertion-file", file);
    return clientId().map(id -> proof(kind, new ClientAuthentication.Assertion(id, assertion)));
  }

  private Optional<Proof> sharedJwt() {
    var secret =
        findings.require(
            "client-secret", secret(), "client-authentication: client-secret-jwt signs with it");
    return clientId()
        .flatMap(id -> secret.map(ref -> signed(CLIENT_SECRET_JWT, id, new ClientJwt.Shared(ref))));
  }

  private Optional<Proof> privateJwt() {
    KeyAssembly.check(findings, "signature-algorithm", config.signatureAlgorithm());
    var key =
        findings.require(
            "private-key-file",
            KeyAssembly.ofClient(config, cluster),
            "client-authentication: private-key-jwt signs with it");
    return clientId()
        .flatMap(id -> key.map(file -> signed(PRIVATE_KEY_JWT, id, new ClientJwt.Private(file))));
  }

  private Proof signed(AuthenticationKind kind, String clientId, ClientJwt.Key key) {
    refuseJson();
    var id = new ConfiguredClient(clientId, Optional.empty());
    return new Proof(
        kind,
        new ClientAuthentication.None(id),
        Optional.of(new ClientJwt(clientId, key, config.clientAssertionAudience())));
  }

  private void refuseJson() {
    if (config.body().filter(body -> body == Body.JSON).isPresent()) {
      findings.add("body", "must be form where the client signs a JWT");
    }
  }

  private Optional<String> clientId() {
    return findings.require("client-id", config.clientId(), "every token request names its client");
  }

  private Optional<ClientSource> client(Dialect dialect) {
    if (config.registrationFile().isPresent()) {
      findings.unused("client-id", config.clientId(), "without registration-file");
      return config.registrationFile().map(RegistrationFile::new);
    }
    if (config.clientId().isEmpty() && secret().isEmpty() && dialect.defaultClient().isPresent()) {
      return dialect.defaultClient();
    }
    return clientId().map(id -> new ConfiguredClient(id, secret()));
  }

  private Optional<SecretRef> secret() {
    return cluster.secret(
        "client-secret",
        config.clientSecret(),
        config.clientSecretFile(),
        config.clientSecretSecretRef());
  }

  private AuthenticationKind kind(Dialect dialect) {
    return config
        .clientAuthentication()
        .map(method -> AuthenticationKind.valueOf(method.name()))
        .orElseGet(() -> usualKind(dialect));
  }

  /** What is given to prove something with says how. */
  private AuthenticationKind usualKind(Dialect dialect) {
    var secretGiven =
        secret().isPresent()
            || config.registrationFile().isPresent()
            || (config.privateKeyFile().isEmpty() && dialect.defaultClient().isPresent());
    if (secretGiven) {
      return dialect.defaultAuthentication();
    }
    return config.privateKeyFile().isPresent() ? PRIVATE_KEY_JWT : NONE;
  }

  private void checkUse(AuthenticationKind kind) {
    var byFile = config.clientAssertionFile().isPresent();
    if (byFile || kind == PRIVATE_KEY_JWT || kind == MTLS || kind == NONE) {
      var use = "with client-authentication: basic, post or client-secret-jwt";
      findings.unused("client-secret", config.clientSecret(), use);
      findings.unused("client-secret-file", config.clientSecretFile(), use);
      findings.unused("client-secret-secret-ref", config.clientSecretSecretRef(), use);
    }
    if (byFile || kind != PRIVATE_KEY_JWT) {
      var use = "with client-authentication: private-key-jwt";
      findings.unused("private-key-file", config.privateKeyFile(), use);
      findings.unused("private-key-password", config.privateKeyPassword(), use);
      findings.unused("private-key-password-file", config.privateKeyPasswordFile(), use);
      findings.unused("private-key-password-secret-ref", config.privateKeyPasswordSecretRef(), use);
      findings.unused("key-id", config.keyId(), use);
      findings.unused(
          "signature-algorithm",
          config.signatureAlgorithm().filter(wanted -> kind != CLIENT_SECRET_JWT || byFile),
          use);
    }
    if (kind == CLIENT_SECRET_JWT
        && config.signatureAlgorithm().filter(a -> a != HS256).isPresent()) {
      findings.add(
          "signature-algorithm", "must be HS256 with client-authentication: client-secret-jwt");
    }
    if (kind != PRIVATE_KEY_JWT && kind != CLIENT_SECRET_JWT) {
      findings.unused(
          "client-assertion-audience",
          config.clientAssertionAudience(),
          "with client-authentication: private-key-jwt or client-secret-jwt");
    }
    if (kind != BASIC) {
      findings.unused(
          "basic-encoding", config.basicEncoding(), "with client-authentication: basic");
    }
    if (kind == MTLS && config.tls().clientCertificateFile().isEmpty()) {
      findings.add(
          "tls.client-certificate-file",
          "is missing; client-authentication: mtls needs it, and tls.client-key-file");
    }
  }
}
