package dev.bearerd.apiconnect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bearerd.oauth.HttpCall;
import dev.bearerd.oauth.HttpFailure;
import dev.bearerd.oauth.HttpReply;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.oauth.LenientJson;
import dev.bearerd.oauth.ServerPath;
import dev.bearerd.token.TokenException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The identity providers of an API Connect server. They may be read by anybody. */
public final class RealmDirectory {
  private static final String PURPOSE = "below the server of API Connect";

  private final URI server;
  private final HttpTransport transport;
  private final HttpTransport.Limits limits;

  public RealmDirectory(URI server, HttpTransport transport, HttpTransport.Limits limits) {
    this.server = server;
    this.transport = transport;
    this.limits = limits;
  }

  /**
   * Asks for all identity providers.
   *
   * @throws TokenException when the server does not list them
   */
  public List<IdentityProvider> list(RealmType type) {
    var path = "/api/cloud/" + type.word() + "/identity-providers";
    var call =
        new HttpCall(
            "GET",
            ServerPath.of(server, path),
            Map.of("Accept", "application/json"),
            "",
            List.of());
    return read(call, transport.send(call, limits));
  }

  /**
   * The realm of the default identity provider, such as {@code provider/default-idp-2}.
   *
   * @throws TokenException that names the choices where none is the default
   */
  public String defaultRealm(RealmType type) {
    var providers = list(type);
    return providers.stream()
        .filter(IdentityProvider::isDefault)
        .findFirst()
        .map(type::realm)
        .orElseThrow(() -> withoutDefault(type, providers));
  }

  private List<IdentityProvider> read(HttpCall call, HttpReply reply) {
    if (!reply.isSuccess()) {
      throw HttpFailure.of(call, reply, PURPOSE);
    }
    return LenientJson.readObject(reply.body())
        .map(answer -> answer.path("results"))
        .filter(JsonNode::isArray)
        .map(RealmDirectory::providers)
        .orElseThrow(
            () ->
                TokenException.malformed(
                    "HTTP %d without a list of identity providers; is %s %s?"
                        .formatted(reply.status(), call.place(), PURPOSE)));
  }

  private static List<IdentityProvider> providers(JsonNode results) {
    return StreamSupport.stream(results.spliterator(), false)
        .flatMap(result -> provider(result, results.size() == 1).stream())
        .toList();
  }

  /** Where the server does not say which one is the default, the only one is. */
  private static Optional<IdentityProvider> provider(JsonNode result, boolean only) {
    return LenientJson.text(result, "name")
        .filter(name -> name.matches("[\\w.~-]+"))
        .map(
            name ->
                new IdentityProvider(
                    name,
                    LenientJson.text(result, "title").orElse(""),
                    result.path("default").asBoolean(only),
                    LenientJson.text(result, "registry_type").orElse("")));
  }

  private TokenException withoutDefault(RealmType type, List<IdentityProvider> providers) {
    if (providers.isEmpty()) {
      return TokenException.malformed(
          "%s has no identity providers of type %s; is realm-type right?"
              .formatted(server.getHost(), type.word()));
    }
    var choices = providers.stream().map(type::realm).collect(Collectors.joining(", "));
    return TokenException.malformed(
        "no identity provider of %s is the default; set realm to one of: %s"
            .formatted(server.getHost(), choices));
  }
}
