package dev.bearerd.cli;

import dev.bearerd.config.ProviderConfig;
import dev.bearerd.oauth.Dialect;
import java.util.Optional;

/** Finds keys that the preset of one provider needs or does not use. */
final class PresetChecks {
  private final ProviderConfig config;
  private final Dialect dialect;
  private final Findings findings;

  PresetChecks(ProviderConfig config, Dialect dialect, Findings findings) {
    this.config = config;
    this.dialect = dialect;
    this.findings = findings;
  }

  /** Adds what is wrong to the findings. */
  void check(EndpointAssembly endpoints) {
    checkRevocation(endpoints);
    require("scopes", config.scopes().filter(scopes -> !scopes.isEmpty()));
    require("audience", config.audience());
    if (config.issuer().isEmpty()) {
      require("realm", config.realm());
    }
    checkRealm();
  }

  private void checkRevocation(EndpointAssembly endpoints) {
    if (config.revoke() && config.issuer().isEmpty() && endpoints.revocationUrl().isEmpty()) {
      findings.add("revoke", "needs revocation-url, or issuer, by which it is found");
    }
  }

  private void require(String key, Optional<?> value) {
    if (dialect.requires(key)) {
      findings.require(key, value, "preset " + dialect.preset() + " needs it, see its page");
    }
  }

  private void checkRealm() {
    if (!dialect.hasRealmParameter()) {
      findings.unused("realm-type", config.realmType(), "with preset: ibm-api-connect");
    } else if (config.realm().isEmpty() && config.realmType().isEmpty()) {
      findings.add(
          "realm",
          "is missing; give realm: provider/NAME or admin/NAME, or realm-type: provider or admin to"
              + " have the default one found; `bearerd realms SERVER` lists them");
    }
    if (!dialect.hasRealmParameter() && !dialect.hasRealmInPath()) {
      findings.unused(
          "realm", config.realm(), "with preset: ibm-api-connect, keycloak, entra-id or okta");
    }
    if (config.realmType().isPresent() && config.server().isEmpty() && config.issuer().isEmpty()) {
      findings.add("realm-type", "needs server, where identity providers are listed");
    }
  }
}
