package dev.bearerd.target;

import dev.bearerd.token.Token;

/**
 * How a token is written into a target. The same token gives the same bytes, so that a target that
 * holds it already can be left alone. Safe for use by many threads at once.
 */
public interface Format {

  /**
   * The content for readers; it holds the token in clear.
   *
   * @throws TargetException when the format itself is unusable, as a template may be
   */
  byte[] render(Token token);

  /**
   * Looks for reasons why {@link #render} would fail.
   *
   * @throws TargetException with the reason
   */
  default void check() {}
}
