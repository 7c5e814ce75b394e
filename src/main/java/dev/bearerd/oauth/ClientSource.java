package dev.bearerd.oauth;

import dev.bearerd.token.TokenException;

/**
 * Where a client comes from. It is looked up for each request, so that rotation needs no reload.
 */
@FunctionalInterface
public interface ClientSource {

  /**
   * The client as it is now.
   *
   * @throws TokenException when it cannot be read
   */
  Client resolve();
}
