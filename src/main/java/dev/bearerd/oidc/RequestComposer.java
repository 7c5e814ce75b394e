package dev.bearerd.oidc;

import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import java.net.URI;
import java.util.Map;

/** Writes the form of a token request, with the client's proof in it. Safe for threads. */
@FunctionalInterface
public interface RequestComposer {

  /**
   * The form, with a new JWT.
   *
   * @param parameters all but the proof, {@code grant_type} among them
   * @throws TokenException where the key cannot be used, without anything of it
   */
  Composed compose(ClientJwt proof, URI tokenUrl, Map<String, String> parameters);

  /**
   * A form.
   *
   * @param body as it is sent
   * @param assertion the JWT in it
   */
  record Composed(String body, Secret assertion) {

    /** Nothing of it: the body holds secrets. */
    @Override
    public String toString() {
      return "form";
    }
  }
}
