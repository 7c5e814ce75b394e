package dev.bearerd.discovery;

import dev.bearerd.token.Revocation;
import dev.bearerd.token.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Finds where a token is revoked, and whose token endpoint a client proves itself to, by what was
 * found with the token. Leaves the rest to what revokes there.
 */
public final class IssuerRevocation implements Revocation {
  private final Issuer issuer;
  private final Optional<URI> configured;
  private final At at;

  /**
   * @param configured where tokens are revoked, if that is not to be found
   */
  public IssuerRevocation(Issuer issuer, Optional<URI> configured, At at) {
    this.issuer = issuer;
    this.configured = configured;
    this.at = at;
  }

  @Override
  public void revoke(Secret token, Hint hint, Map<String, String> discoveries) {
    var metadata = AuthorizationServerMetadata.of(discoveries).orElseGet(issuer::read);
    var url = configured.orElseGet(() -> issuer.endpoint(metadata, Endpoint.REVOCATION));
    var tokenUrl = issuer.endpoint(metadata, Endpoint.TOKEN);
    at.endpoints(url, tokenUrl).revoke(token, hint, discoveries);
  }

  /** Makes what revokes there. */
  @FunctionalInterface
  public interface At {
    Revocation endpoints(URI revocationUrl, URI tokenUrl);
  }
}
