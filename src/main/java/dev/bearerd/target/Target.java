package dev.bearerd.target;

import dev.bearerd.token.Token;

/** One place where a provider's token is published. Called by one thread at a time. */
public interface Target {

  /** Names the place for the operator, for instance {@code file /run/tokens/orders}. */
  String description();

  /**
   * Publishes, so that every reader sees the old content or the new one, whole. Idempotent: a place
   * that already holds this token is left alone.
   *
   * @return whether something was written
   * @throws TargetException when the place still holds what it held before
   */
  boolean publish(Token token);

  /**
   * Looks for reasons why {@link #publish} would fail, and changes nothing.
   *
   * @throws TargetException with the reason, and what to do
   */
  void probe();
}
