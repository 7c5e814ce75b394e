package dev.bearerd.oauth;

import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import java.util.Optional;

/**
 * Makes the calls of one provider to its token endpoint, complete with the client's proof. Secrets
 * are looked up for each call. Safe for threads.
 */
public interface TokenCalls {

  /**
   * The request of the configured grant.
   *
   * @throws TokenException where a secret or a key cannot be used now
   */
  HttpCall call();

  /**
   * The request that renews (RFC 6749 section 6).
   *
   * @throws TokenException where a secret or a key cannot be used now
   */
  HttpCall refreshCall(Secret refreshToken);

  /** The refresh token of the configured grant; empty where that is another grant. */
  Optional<Secret> configuredRefreshToken();
}
