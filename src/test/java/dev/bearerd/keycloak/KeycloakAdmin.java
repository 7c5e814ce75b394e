package dev.bearerd.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;

/** What an administrator of the realm does while clients use it. */
final class KeycloakAdmin {
  static final String USER = "admin";

  private final WebClient web;
  private final URI server;
  private final String realm;
  private final String password;

  KeycloakAdmin(WebClient web, URI server, String realm, String password) {
    this.web = web;
    this.server = server;
    this.realm = realm;
    this.password = password;
  }

  void disableClient(String clientId) {
    changeClient(clientId, client -> client.put("enabled", false));
  }

  void changeSecret(String clientId, String secret) {
    changeClient(clientId, client -> client.put("secret", secret));
  }

  /** Ends the sessions of a user, and with them all refresh tokens. */
  void logout(String username) {
    var user = only("/users?exact=true&username=" + username);
    web.post(resolve("/users/" + id(user) + "/logout"), authorization(), Map.of());
  }

  private void changeClient(String clientId, Consumer<ObjectNode> change) {
    var client = (ObjectNode) only("/clients?clientId=" + clientId);
    change.accept(client);
    web.put(resolve("/clients/" + id(client)), authorization(), client);
  }

  private JsonNode only(String query) {
    var found = web.get(resolve(query), authorization());
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " found by " + query);
    }
    return found.get(0);
  }

  private static String id(JsonNode node) {
    return node.path("id").textValue();
  }

  private URI resolve(String path) {
    return server.resolve("/admin/realms/" + realm + path);
  }

  /** Asked for each time: it lives for a minute. */
  private String authorization() {
    var form =
        Map.of(
            "grant_type",
            "password",
            "client_id",
            "admin-cli",
            "username",
            USER,
            "password",
            password);
    var url = server.resolve("/realms/master/protocol/openid-connect/token");
    return "Bearer " + web.post(url, "", form).path("access_token").textValue();
  }
}
