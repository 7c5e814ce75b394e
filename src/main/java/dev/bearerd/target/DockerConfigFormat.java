package dev.bearerd.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bearerd.token.Token;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The token as the password of one user at some registries of container images, as {@code docker
 * login} writes it. Clients of images and the kubelet read this form; a bare token only some do.
 *
 * @param registries one at least
 */
public record DockerConfigFormat(List<String> registries, String username) implements Format {
  private static final Pattern REGISTRY =
      Pattern.compile("(https?://)?[A-Za-z0-9*._-]+(:[0-9]+)?(/[A-Za-z0-9*._/-]*)?");

  public DockerConfigFormat {
    registries = List.copyOf(registries);
    for (var registry : registries) {
      if (!REGISTRY.matcher(registry).matches()) {
        throw new IllegalArgumentException(
            "registries must be such as ghcr.io, registry.example.com:5000/team or"
                + " https://index.docker.io/v1/");
      }
    }
    if (username.contains(":")) {
      throw new IllegalArgumentException("username must not contain a colon");
    }
  }

  @Override
  public byte[] render(Token token) {
    var credentials = (username + ":" + token.value().reveal()).getBytes(UTF_8);
    var object = JsonNodeFactory.instance.objectNode();
    var auths = object.putObject("auths");
    for (var registry : registries) {
      auths.putObject(registry).put("auth", Base64.getEncoder().encodeToString(credentials));
    }
    return (object + "\n").getBytes(UTF_8);
  }
}
