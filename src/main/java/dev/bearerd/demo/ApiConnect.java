package dev.bearerd.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** IBM API Connect: identity providers, tokens for users of two realms, and registrations. */
final class ApiConnect {
  static final String REGISTRATION = "consumingapplication";
  static final String REGISTERED_CLIENT = "clientID";
  static final String REGISTERED_SECRET = "clientPassword";
  private static final String ADMIN_REALM = "admin/default-idp-1";
  private static final Set<List<String>> LOGINS =
      Set.of(
          List.of("provider/default-idp-2", "chrisp", "password"),
          List.of(ADMIN_REALM, "admin", "not-a-secret"));
  private static final String TOOLKIT_CLIENT = "caa87d9a-8cd7-4686-8b6e-ee2cdc5ee267";
  private static final String TOOLKIT_SECRET = "3ecff363-7eb3-44be-9e07-6d4386c48b0b";
  private static final Set<String> TOKEN_FIELDS =
      Set.of("username", "password", "realm", "client_id", "client_secret", "grant_type");
  private static final Set<String> REGISTRATION_FIELDS =
      Set.of("name", "title", "client_type", "client_id", "client_secret", "scopes");

  private final URI address;
  private final DemoMint mint;
  private final Map<String, String> clients = new HashMap<>();
  private final Set<String> registrations = new HashSet<>();
  private final Map<String, Instant> adminTokens = new HashMap<>();

  ApiConnect(URI address, DemoMint mint) {
    this.address = address;
    this.mint = mint;
    clients.put(TOOLKIT_CLIENT, TOOLKIT_SECRET);
    clients.put(REGISTERED_CLIENT, REGISTERED_SECRET);
    registrations.add(REGISTRATION);
  }

  /** API Connect's own form of an error, which is not that of OAuth. */
  static DemoReply error(DemoRefusal refusal) {
    var body = DemoReply.object().put("status", refusal.status());
    body.putArray("message").add(refusal.getMessage());
    return DemoReply.json(refusal.status(), body);
  }

  DemoReply providerIdentities(DemoRequest request) {
    return identities(request, "default-idp-2", "API Manager User Registry");
  }

  DemoReply adminIdentities(DemoRequest request) {
    return identities(request, "default-idp-1", "Cloud Manager User Registry");
  }

  DemoReply token(DemoRequest request) {
    request.demandMethod("POST");
    var fields = request.json(TOKEN_FIELDS, Set.of());
    if (!text(fields, "grant_type").equals("password")) {
      throw DemoRefusal.unsupportedGrantType("password");
    }
    var secret = Optional.ofNullable(clients.get(text(fields, "client_id")));
    if (!secret.equals(Optional.of(text(fields, "client_secret")))) {
      throw new DemoRefusal(401, "invalid_client", "client id and secret do not match");
    }
    var realm = text(fields, "realm");
    if (!LOGINS.contains(List.of(realm, text(fields, "username"), text(fields, "password")))) {
      throw new DemoRefusal(401, "invalid_grant", "realm, user name and password do not match");
    }
    return issue(realm);
  }

  DemoReply register(DemoRequest request) {
    request.demandMethod("POST");
    demandAdmin(request);
    var fields = request.json(REGISTRATION_FIELDS, Set.of("type", "api_version"));
    var name = text(fields, "name");
    if (!name.matches("[a-z0-9-]+") || !(fields.get("scopes") instanceof ArrayNode)) {
      throw DemoRefusal.invalidRequest("name must be lower case, and scopes a list");
    }
    if (!registrations.add(name)) {
      throw new DemoRefusal(409, "invalid_request", "the registration " + name + " exists");
    }
    clients.put(text(fields, "client_id"), text(fields, "client_secret"));
    var created = DemoReply.object().put("type", "registration").put("api_version", "2.0.0");
    created.put("name", name).put("title", text(fields, "title")).put("state", "enabled");
    created.put("url", address + "/api/cloud/registrations/" + mint.id());
    return DemoReply.json(201, created);
  }

  private static DemoReply identities(DemoRequest request, String name, String title) {
    request.demandMethod("GET");
    request.demandHeader("Accept", "application/json");
    var body = DemoReply.object().put("total_results", 1);
    var identity = body.putArray("results").addObject();
    identity.put("name", name).put("title", title).put("default", true).put("registry_type", "lur");
    return DemoReply.json(200, body);
  }

  private DemoReply issue(String realm) {
    var token = mint.token();
    if (realm.equals(ADMIN_REALM)) {
      adminTokens.values().removeIf(expiry -> !expiry.isAfter(mint.now()));
      adminTokens.put(token, mint.expiry());
    }
    var body = DemoReply.object().put("access_token", token).put("token_type", "Bearer");
    return DemoReply.json(200, body.put("expires_in", mint.expiresIn()));
  }

  private void demandAdmin(DemoRequest request) {
    var token = request.header("Authorization").orElse("").replaceFirst("^Bearer ", "");
    if (!adminTokens.getOrDefault(token, Instant.MIN).isAfter(mint.now())) {
      throw new DemoRefusal(401, "invalid_token", "the bearer token of an admin is needed");
    }
  }

  private static String text(Map<String, JsonNode> fields, String name) {
    var value = fields.get(name);
    if (value == null || !value.isTextual()) {
      throw DemoRefusal.invalidRequest(name + " must be a text");
    }
    return value.textValue();
  }
}
