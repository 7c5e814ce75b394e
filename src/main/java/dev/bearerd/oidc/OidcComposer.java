package dev.bearerd.oidc;

import dev.bearerd.oidc.ClientJwt.Private;
import dev.bearerd.oidc.ClientJwt.Shared;
import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import io.quarkus.arc.Arc;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.quarkus.oidc.client.runtime.OidcClientConfig.Grant;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Lets an OIDC client of Quarkus write and sign the request, and takes it away before it is sent.
 * The client lives for that moment: it opens no connection, and a changed key, secret or address is
 * that of the next one.
 */
public final class OidcComposer implements RequestComposer {
  private static final int LIFESPAN_SECONDS = 60;
  private static final int SHORTEST_SHARED_BYTES = 32;
  private static final String ASSERTION = "client_assertion";
  private static final String REFRESH_TOKEN = "refresh_token";

  @Override
  public Composed compose(ClientJwt proof, URI tokenUrl, Map<String, String> parameters) {
    var beans = Arc.container();
    var clients = beans.instance(OidcClients.class).get();
    var capture = beans.instance(RequestCapture.class).get();
    var id = capture.nextId();
    var config = config(id, proof, tokenUrl, parameters);
    try (var client = clients.newClient(config).await().indefinitely()) {
      send(client, parameters).onFailure().recoverWithNull().await().indefinitely();
    } catch (IOException | RuntimeException e) { // which may show the key
      capture.take(id);
      throw unusable();
    }
    return composed(capture.take(id).orElseThrow(OidcComposer::unusable));
  }

  private static Uni<?> send(OidcClient client, Map<String, String> parameters) {
    if (type(parameters) != Grant.Type.REFRESH) {
      return client.getTokens();
    }
    var others = new HashMap<>(parameters);
    others.remove("grant_type");
    others.remove(REFRESH_TOKEN);
    return client.refreshTokens(parameters.get(REFRESH_TOKEN), others);
  }

  private static OidcClientConfig config(
      String id, ClientJwt proof, URI tokenUrl, Map<String, String> parameters) {
    var grant = type(parameters);
    var options = new HashMap<>(parameters);
    options.remove("grant_type");
    var builder =
        OidcClientConfig.builder()
            .id(id)
            .clientId(proof.clientId())
            .tokenPath(tokenUrl.toString())
            .grant(grant)
            .grantOptions(grant.name().toLowerCase(Locale.ROOT), options);
    var jwt = builder.credentials().jwt().lifespan(LIFESPAN_SECONDS);
    proof.audience().ifPresent(audience -> jwt.audience(audience).keepAudienceTrailingSlash(true));
    if (proof.key() instanceof Shared shared) {
      jwt.secret(longEnough(shared.secret().resolve()));
    } else if (proof.key() instanceof Private own) {
      var key = own.file().read();
      jwt.key(key.pem().reveal()).signatureAlgorithm(key.algorithm().name());
      key.id().ifPresent(jwt::tokenKeyId);
    }
    return jwt.end().end().build();
  }

  private static Grant.Type type(Map<String, String> parameters) {
    var name = parameters.get("grant_type");
    return Stream.of(Grant.Type.values())
        .filter(type -> type.getGrantType().equals(name))
        .findFirst()
        .orElseThrow(() -> TokenException.local("a grant that cannot be used with a signed JWT"));
  }

  private static String longEnough(Secret secret) {
    var text = secret.reveal();
    if (text.getBytes(StandardCharsets.UTF_8).length < SHORTEST_SHARED_BYTES) {
      throw TokenException.local(
          "client-secret is shorter than the 32 bytes that client-secret-jwt (HS256) needs");
    }
    return text;
  }

  private static Composed composed(String body) {
    return Stream.of(body.split("&"))
        .filter(parameter -> parameter.startsWith(ASSERTION + "="))
        .map(parameter -> new Secret(parameter.substring(ASSERTION.length() + 1)))
        .map(assertion -> new Composed(body, assertion))
        .findFirst()
        .orElseThrow(OidcComposer::unusable);
  }

  private static TokenException unusable() {
    return TokenException.local(
        "the client assertion cannot be signed; does signature-algorithm fit the key?");
  }
}
