package dev.bearerd.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bearerd.token.Token;

/**
 * The token as a generic secret that Envoy reads from a file, in the JSON form of its discovery
 * protocol.
 *
 * @param name what Envoy's configuration calls the secret; another one is refused there
 * @param bearer whether {@code Bearer} stands before the token, for readers that put the secret
 *     into a header as it is
 */
public record EnvoySdsFormat(String name, boolean bearer) implements Format {
  private static final String TYPE =
      "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret";

  @Override
  public byte[] render(Token token) {
    var value = token.value().reveal();
    var object = JsonNodeFactory.instance.objectNode();
    var resource = object.putArray("resources").addObject().put("@type", TYPE).put("name", name);
    resource
        .putObject("generic_secret")
        .putObject("secret")
        .put("inline_string", bearer ? "Bearer " + value : value);
    return (object + "\n").getBytes(UTF_8);
  }
}
