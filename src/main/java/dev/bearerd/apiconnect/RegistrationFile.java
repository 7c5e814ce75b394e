package dev.bearerd.apiconnect;

import dev.bearerd.oauth.Client;
import dev.bearerd.oauth.ClientSource;
import dev.bearerd.token.Secret;
import java.nio.file.Path;
import java.util.Optional;

/** The client that a registration document describes. The document is read for each request. */
public record RegistrationFile(Path path) implements ClientSource {
  @Override
  public Client resolve() {
    var document = RegistrationDocument.read(path);
    return new Client(
        document.text("client_id"), Optional.of(new Secret(document.text("client_secret"))));
  }
}
