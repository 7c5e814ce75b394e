package dev.bearerd.token;

import java.util.Optional;

/** Knows how to obtain a provider's next token. */
@FunctionalInterface
public interface TokenSource {

  /**
   * Asks for the next token. Blocks the calling thread, each exchange within the provider's time
   * limit; called by one thread at a time; keeps nothing of the answer, so that a caller may ask
   * again.
   *
   * @param current the token in hand, which may hold a refresh token to use
   * @throws TokenException when there is no usable token; {@code current} stays as good as it was
   */
  Token fetch(Optional<Token> current);
}
