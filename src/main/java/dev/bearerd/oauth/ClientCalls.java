package dev.bearerd.oauth;

import dev.bearerd.token.TokenException;
import java.net.URI;
import java.util.function.Consumer;

/** Makes calls to any endpoint of one client's server, complete with the client's proof. */
@FunctionalInterface
public interface ClientCalls {

  /**
   * A form.
   *
   * @param parameters adds all but the proof
   * @throws TokenException where a secret or a key cannot be used now
   */
  HttpCall form(URI endpoint, Consumer<RequestDraft> parameters);
}
