package dev.bearerd.cli;

import dev.bearerd.config.ProviderConfig;
import dev.bearerd.config.SecretText;
import dev.bearerd.oauth.Dialect;
import dev.bearerd.oauth.Grant;
import dev.bearerd.oauth.GrantKind;
import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import java.nio.file.Path;
import java.util.Optional;

/** Makes the grant of one provider, and finds keys that only another grant would use. */
final class GrantAssembly {
  private final ProviderConfig config;
  private final Findings findings;

  GrantAssembly(ProviderConfig config, Findings findings) {
    this.config = config;
    this.findings = findings;
  }

  /** The grant; empty after a problem that was added to the findings. */
  Optional<Grant> assemble(Dialect dialect) {
    var kind = config.grant().map(g -> GrantKind.valueOf(g.name())).orElse(dialect.defaultGrant());
    if (kind != GrantKind.PASSWORD) {
      findings.unused("username", config.username(), "with grant: password");
      findings.unused("password", config.password(), "with grant: password");
      findings.unused("password-file", config.passwordFile(), "with grant: password");
    }
    if (kind != GrantKind.REFRESH_TOKEN) {
      findings.unused("refresh-token", config.refreshToken(), "with grant: refresh-token");
      findings.unused("refresh-token-file", config.refreshTokenFile(), "with grant: refresh-token");
    }
    return switch (kind) {
      case CLIENT_CREDENTIALS -> Optional.of(new Grant.ClientCredentials());
      case PASSWORD -> password();
      case REFRESH_TOKEN ->
          findings
              .require(
                  "refresh-token",
                  secret("refresh-token-file", config.refreshToken(), config.refreshTokenFile()),
                  "grant: refresh-token needs it (or refresh-token-file)")
              .map(Grant.RefreshToken::new);
    };
  }

  private Optional<Grant> password() {
    var username =
        findings.require("username", config.username(), "grant: password needs a username");
    var password =
        findings.require(
            "password",
            secret("password-file", config.password(), config.passwordFile()),
            "grant: password needs it (or password-file)");
    return username.flatMap(name -> password.map(secret -> new Grant.Password(name, secret)));
  }

  /** A secret that is given as a text or as a file. */
  static Optional<SecretRef> secret(
      String fileKey, Optional<SecretText> literal, Optional<Path> file) {
    return literal
        .<SecretRef>map(value -> new SecretRef.Literal(new Secret(value.get())))
        .or(() -> file.map(path -> new SecretRef.File(fileKey, path)));
  }
}
