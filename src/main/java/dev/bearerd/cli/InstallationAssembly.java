package dev.bearerd.cli;

import dev.bearerd.config.ProviderConfig;
import dev.bearerd.github.App;
import dev.bearerd.github.InstallationRequest;
import dev.bearerd.github.InstallationSource;
import dev.bearerd.github.Permission;
import dev.bearerd.oauth.Dialect;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.token.TokenSource;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Makes the token source of an installation of a GitHub App, and finds keys that it cannot use. */
final class InstallationAssembly {
  private static final String REPOSITORIES = "repositories";

  private final ProviderConfig config;
  private final ClusterAssembly cluster;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Findings findings;

  InstallationAssembly(
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

  /** What GitHub is asked by. */
  URI server() {
    return config.server().or(Dialect.GITHUB_APP::defaultServer).orElseThrow();
  }

  /** The source; empty after a problem that was added to the findings. */
  Optional<TokenSource> assemble(HttpTransport transport, HttpTransport.Limits limits) {
    checkUse();
    var id = require("client-id", config.clientId());
    var key = require("private-key-file", KeyAssembly.ofClient(config, cluster));
    var request = require("installation-id", config.installationId()).flatMap(this::request);
    return id.flatMap(name -> key.map(file -> new App(name, file)))
        .flatMap(app -> request.map(r -> source(app, r, transport, limits)));
  }

  private TokenSource source(
      App app, InstallationRequest request, HttpTransport transport, HttpTransport.Limits limits) {
    return new InstallationSource(app, request, transport, limits, clock, random);
  }

  private <T> Optional<T> require(String key, Optional<T> value) {
    return findings.require(key, value, "preset github-app needs it, see its page");
  }

  private Optional<InstallationRequest> request(String installationId) {
    return permissions()
        .map(
            permissions ->
                new InstallationRequest(
                    server(), installationId, permissions, repositories(), config.headers()));
  }

  private Optional<List<Permission>> permissions() {
    try {
      return Optional.of(config.scopes().orElse(List.of()).stream().map(Permission::of).toList());
    } catch (IllegalArgumentException e) {
      findings.addNamed(e);
      return Optional.empty();
    }
  }

  private List<String> repositories() {
    var names =
        Optional.ofNullable(config.parameters().get(REPOSITORIES)).stream()
            .flatMap(text -> Stream.of(text.split(",")))
            .map(String::strip)
            .toList();
    if (!names.stream().allMatch(name -> name.matches("[\\w.-]+"))) {
      findings.add(
          "parameters." + REPOSITORIES,
          "must be names of repositories, without their owner, separated by commas");
    }
    return names;
  }

  private void checkUse() {
    var oauth = "with presets that have a token URL";
    findings.unused("token-url", config.tokenUrl(), oauth);
    findings.unused("issuer", config.issuer(), oauth);
    findings.unused("grant", config.grant(), oauth);
    findings.unused("client-secret", config.clientSecret(), oauth);
    findings.unused("client-secret-file", config.clientSecretFile(), oauth);
    findings.unused("client-secret-secret-ref", config.clientSecretSecretRef(), oauth);
    findings.unused("client-assertion-file", config.clientAssertionFile(), oauth);
    findings.unused("client-authentication", config.clientAuthentication(), oauth);
    findings.unused("key-id", config.keyId(), oauth);
    findings.unused("signature-algorithm", config.signatureAlgorithm(), oauth);
    findings.unused("username", config.username(), oauth);
    findings.unused("realm", config.realm(), oauth);
    findings.unused("audience", config.audience(), oauth);
    findings.unused("resource", config.resource(), oauth);
    findings.unused("body", config.body(), oauth);
    if (config.revoke()) {
      findings.add("revoke", "has no effect here; the tokens of installations end by themselves");
    }
    config.parameters().keySet().stream()
        .filter(name -> !name.equals(REPOSITORIES))
        .forEach(name -> findings.unused("parameters." + name, Optional.of(name), oauth));
  }
}
