package dev.bearerd.cli;

import dev.bearerd.config.ProviderConfig;
import dev.bearerd.google.ServiceAccountFile;
import dev.bearerd.key.SignedJwt;
import dev.bearerd.key.SigningKeyFile;
import dev.bearerd.oauth.Dialect;
import dev.bearerd.oauth.Grant;
import dev.bearerd.token.SecretRef;
import dev.bearerd.token.TokenException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes the grant jwt-bearer of one provider, whose assertion is in a file, or is signed for each
 * request by a key of ours or of a service account.
 */
final class AssertionAssembly {
  private final ProviderConfig config;
  private final ClusterAssembly cluster;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Findings findings;

  AssertionAssembly(
      ProviderConfig config,
      ClusterAssembly cluster,
      InstantSource clock,
      RandomGenerator random,
      Findings findings) {
    this.config = config;
    this.cluster = cluster;
    this.clock = clock;
    this.random = random;
    this.findings = findings;
  }

  /** Finds the keys of an assertion, which nothing uses but this grant. */
  void refuse(String use) {
    findings.unused("assertion-file", config.assertionFile(), use);
    findings.unused("service-account-file", config.serviceAccountFile(), use);
    var assertion = config.assertion();
    findings.unused("assertion.issuer", assertion.issuer(), use);
    findings.unused("assertion.subject", assertion.subject(), use);
    findings.unused("assertion.audience", assertion.audience(), use);
    findings.unused("assertion.private-key-file", assertion.privateKeyFile(), use);
    findings.unused("assertion.key-id", assertion.keyId(), use);
  }

  /**
   * The grant; empty after a problem that was added to the findings.
   *
   * @param tokenUrl not to be used with issuer, by which it is found later
   */
  Optional<Grant> assemble(Dialect dialect, Optional<URI> tokenUrl) {
    if (config.serviceAccountFile().isPresent()) {
      findings.unused("issuer", config.issuer(), "without service-account-file; set token-url");
      return tokenUrl.map(url -> serviceAccount(config.serviceAccountFile().get(), url));
    }
    if (config.assertion().issuer().isPresent()
        || config.assertion().privateKeyFile().isPresent()) {
      return signed(tokenUrl);
    }
    return given(dialect);
  }

  private Optional<Grant> given(Dialect dialect) {
    if (dialect == Dialect.GOOGLE && config.assertionFile().isEmpty()) {
      findings.add(
          "service-account-file", "is missing; preset google signs with the key of that document");
      return Optional.empty();
    }
    return findings
        .require(
            "assertion-file",
            config.assertionFile(),
            "grant: jwt-bearer needs the assertion, or in assertion what to sign")
        .map(file -> new Grant.JwtBearer(new SecretRef.File("assertion-file", file)::resolve));
  }

  private Optional<Grant> signed(Optional<URI> tokenUrl) {
    var key = config.assertion();
    KeyAssembly.check(findings, "assertion.signature-algorithm", key.signatureAlgorithm());
    var issuer =
        findings.require("assertion.issuer", key.issuer(), "it says who signs the assertion");
    var file =
        findings.require(
            "assertion.private-key-file",
            KeyAssembly.ofAssertion(key, cluster),
            "the assertion is signed with it");
    var audience = key.audience().or(() -> tokenUrl.map(URI::toString));
    if (config.issuer().isPresent()) {
      findings.require(
          "assertion.audience",
          key.audience(),
          "the token URL is not known before it is discovered");
    }
    return issuer
        .flatMap(i -> audience.flatMap(a -> jwt(i, a)))
        .flatMap(jwt -> file.map(f -> signed(jwt, f)));
  }

  private Optional<SignedJwt> jwt(String issuer, String audience) {
    var wanted = config.assertion();
    try {
      return Optional.of(
          new SignedJwt(
              issuer, wanted.subject(), Optional.of(audience), wanted.lifetime(), wanted.claims()));
    } catch (TokenException e) {
      findings.add("assertion", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Grant signed(SignedJwt jwt, SigningKeyFile key) {
    return new Grant.JwtBearer(() -> jwt.sign(key.read(), clock, random));
  }

  private Grant serviceAccount(Path path, URI tokenUrl) {
    findings.unused("client-id", config.clientId(), "without service-account-file");
    var file = new ServiceAccountFile(path);
    var audience = tokenUrl.toString();
    var claims = wanted();
    return new Grant.JwtBearer(
        () -> file.read().assertion(config.username(), audience, claims, clock, random));
  }

  /** An access token has scopes, an ID token has an audience. */
  private Map<String, String> wanted() {
    var scopes = config.scopes().orElse(List.of());
    if (scopes.isEmpty()) {
      return findings
          .require("scopes", config.audience(), "or audience, for an ID token of that audience")
          .map(audience -> Map.of("target_audience", audience))
          .orElse(Map.of());
    }
    findings.unused("audience", config.audience(), "without scopes, for an ID token");
    return Map.of("scope", String.join(" ", scopes));
  }
}
