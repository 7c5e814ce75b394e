package dev.bearerd.status;

import dev.bearerd.token.Secret;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Who may tell the agent what to do: whoever knows the control token. */
@Singleton
public class Control {
  private volatile Optional<Secret> token = Optional.empty();

  /** Until this is called, nobody may. */
  public void grant(Secret toWhoKnows) {
    token = Optional.of(toWhoKnows);
  }

  /**
   * Whether a request may pass.
   *
   * @param authorization its header (RFC 6750 section 2.1)
   */
  boolean admits(String authorization) {
    return token.filter(known -> new Secret(authorization).equals(header(known))).isPresent();
  }

  private static Secret header(Secret token) {
    return new Secret("Bearer " + token.reveal());
  }
}
