package dev.bearerd.cli;

import dev.bearerd.config.ProviderConfig;
import dev.bearerd.oauth.Dialect;
import dev.bearerd.oauth.Grant;
import dev.bearerd.oauth.GrantKind;
import dev.bearerd.token.SecretRef;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes the grant of one provider, and finds keys that only another grant would use. */
final class GrantAssembly {
  private final ProviderConfig config;
  private final AssertionAssembly assertion;
  private final ClusterAssembly cluster;
  private final Findings findings;

  GrantAssembly(
      ProviderConfig config,
      ClusterAssembly cluster,
      InstantSource clock,
      RandomGenerator random,
      Findings findings) {
    this.config = config;
    this.cluster = cluster;
    this.assertion = new AssertionAssembly(config, cluster, clock, random, findings);
    this.findings = findings;
  }

  /** The kind that is configured, or else usual. */
  static GrantKind kind(ProviderConfig config, Dialect dialect) {
    return config.grant().map(g -> GrantKind.valueOf(g.name())).orElse(dialect.defaultGrant());
  }

  /**
   * The grant; empty after a problem that was added to the findings.
   *
   * @param tokenUrl not to be used with issuer, by which it is found later
   */
  Optional<Grant> assemble(Dialect dialect, Optional<URI> tokenUrl) {
    var kind = kind(config, dialect);
    checkUse(kind);
    return switch (kind) {
      case CLIENT_CREDENTIALS -> Optional.of(new Grant.ClientCredentials());
      case PASSWORD -> password();
      case REFRESH_TOKEN -> Optional.of(refreshToken());
      case TOKEN_EXCHANGE -> tokenExchange();
      case JWT_BEARER -> assertion.assemble(dialect, tokenUrl);
    };
  }

  private void checkUse(GrantKind kind) {
    var password = "with grant: password";
    var refreshToken = "with grant: refresh-token";
    var exchange = "with grant: token-exchange";
    var bearer = "with grant: jwt-bearer";
    if (kind != GrantKind.PASSWORD) {
      if (config.serviceAccountFile().isEmpty()) {
        findings.unused("username", config.username(), password);
      }
      findings.unused("password", config.password(), password);
      findings.unused("password-file", config.passwordFile(), password);
      findings.unused("password-secret-ref", config.passwordSecretRef(), password);
    }
    if (kind != GrantKind.REFRESH_TOKEN) {
      findings.unused("refresh-token", config.refreshToken(), refreshToken);
      findings.unused("refresh-token-file", config.refreshTokenFile(), refreshToken);
      findings.unused("refresh-token-secret-ref", config.refreshTokenSecretRef(), refreshToken);
    }
    if (kind != GrantKind.TOKEN_EXCHANGE) {
      findings.unused("subject-token-file", config.subjectTokenFile(), exchange);
      findings.unused("subject-token-type", config.subjectTokenType(), exchange);
      findings.unused("actor-token-file", config.actorTokenFile(), exchange);
      findings.unused("actor-token-type", config.actorTokenType(), exchange);
      findings.unused("requested-token-type", config.requestedTokenType(), exchange);
    }
    if (kind != GrantKind.JWT_BEARER) {
      assertion.refuse(bearer);
    }
  }

  /** Without one it is a login that brings the first. */
  private Grant refreshToken() {
    return cluster
        .secret(
            "refresh-token",
            config.refreshToken(),
            config.refreshTokenFile(),
            config.refreshTokenSecretRef())
        .<Grant>map(Grant.RefreshToken::new)
        .orElseGet(() -> new Grant.Login(findings.provider()));
  }

  private Optional<Grant> tokenExchange() {
    if (config.actorTokenFile().isEmpty()) {
      findings.unused("actor-token-type", config.actorTokenType(), "with actor-token-file");
    }
    return findings
        .require(
            "subject-token-file",
            config.subjectTokenFile(),
            "grant: token-exchange needs the token to exchange")
        .map(
            subject ->
                new Grant.TokenExchange(
                    typed("subject-token-file", subject, config.subjectTokenType()),
                    config
                        .actorTokenFile()
                        .map(actor -> typed("actor-token-file", actor, config.actorTokenType())),
                    config.requestedTokenType()));
  }

  private static Grant.TypedToken typed(String key, Path file, Optional<String> type) {
    return new Grant.TypedToken(
        new SecretRef.File(key, file), type.orElse(Grant.TypedToken.ACCESS));
  }

  private Optional<Grant> password() {
    var username =
        findings.require("username", config.username(), "grant: password needs a username");
    var password =
        findings.require(
            "password",
            cluster.secret(
                "password", config.password(), config.passwordFile(), config.passwordSecretRef()),
            "grant: password needs it (or password-file)");
    return username.flatMap(name -> password.map(secret -> new Grant.Password(name, secret)));
  }
}
