package dev.bearerd.token;

/** Knows how to obtain a provider's next token. */
@FunctionalInterface
public interface TokenSource {

  /**
   * Asks for the next token. Blocks the calling thread, each exchange within the provider's time
   * limit; called by one thread at a time; keeps nothing of the answer, so that a caller may ask
   * again.
   *
   * @param holdings what the last answer left
   * @throws TokenException when there is no usable token; where it has holdings, these replace the
   *     ones given
   */
  Answer fetch(Holdings holdings);
}
