package dev.bearerd.oidc;

import dev.bearerd.key.SigningKeyFile;
import dev.bearerd.token.SecretRef;
import java.util.Optional;

/**
 * How a client proves itself by a JWT that it signs (RFC 7523 section 2.2).
 *
 * @param audience the {@code aud} of the JWT; the token URL where it is not given
 */
public record ClientJwt(String clientId, Key key, Optional<String> audience) {

  /** What it is signed with; looked up for each request. */
  public sealed interface Key {}

  /**
   * {@code client_secret_jwt}.
   *
   * @param secret at least 32 bytes, as HS256 needs (RFC 7518 section 3.2)
   */
  public record Shared(SecretRef secret) implements Key {}

  /** {@code private_key_jwt}. */
  public record Private(SigningKeyFile file) implements Key {}
}
