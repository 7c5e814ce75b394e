package dev.bearerd.oauth;

import dev.bearerd.token.SecretRef;
import java.util.Optional;

/** A client whose id is configuration; its secret is looked up for each request. */
public record ConfiguredClient(String id, Optional<SecretRef> secret) implements ClientSource {
  public ConfiguredClient {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("client-id is empty");
    }
  }

  @Override
  public Client resolve() {
    return new Client(id, secret.map(SecretRef::resolve));
  }
}
