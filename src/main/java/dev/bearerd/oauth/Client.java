package dev.bearerd.oauth;

import dev.bearerd.token.Secret;
import java.util.Optional;

/** An OAuth client as it is now, with the secret that it shares with the server. */
public record Client(String id, Optional<Secret> secret) {
  public Client {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("the client id is empty");
    }
  }
}
