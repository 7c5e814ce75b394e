package dev.bearerd.kit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The requests of the five documents, with their published samples. */
final class Documents {
  static final String ADMIN = "Bearer <admin token>";
  static final String PROVIDER_REALMS = "/api/cloud/provider/identity-providers";
  static final String ADMIN_REALMS = "/api/cloud/admin/identity-providers";
  static final String REGISTRATIONS = "/api/cloud/registrations";
  static final String API_CONNECT = "/api/token";
  static final String CONFIGAPI = "/configapi/v2/oauth/token";
  static final String APK = "/oauth2/token";
  static final String API_CLOUD = "/token";
  private static final String APK_BASIC =
      "Basic NDVmMWM1YzgtYTkyZS0xMWVkLWFmYTEtMDI0MmFjMTIwMDAyOjRmYmQ2MmVjLWE5MmUtMTFlZC1hZmExLTAy"
          + "NDJhYzEyMDAwMg==";
  private static final String API_CLOUD_BASIC =
      "Basic d1U2MkRqbHlEQm5xODdHbEJ3cGxmcXZtQWJBYTprc2RTZG9lZkREUDd3cGFFbGZxdm1qRHVl";

  private static final Map<String, String> TOOLKIT =
      Map.of(
          "client_id", "caa87d9a-8cd7-4686-8b6e-ee2cdc5ee267",
          "client_secret", "3ecff363-7eb3-44be-9e07-6d4386c48b0b");
  private static final Map<String, String> REGISTERED =
      Map.of("client_id", "clientID", "client_secret", "clientPassword");
  private static final Map<String, Object> CONFIGAPI_BODY =
      Map.of(
          "grant_type", "client_credentials",
          "client_id", "clientid",
          "client_secret", "qkDwDJlDfig2IpeuUZYKH1Wb8q1V0ju6sILxQQqhJ",
          "scope", "example.com");
  private static final Map<String, Object> APK_BODY = Map.of("grant_type", "client_credentials");
  private static final Map<String, Object> PASSWORD_BODY =
      Map.of("grant_type", "password", "username", "john@johns.org@johnsorg", "password", "p&ss=1");
  private static final Map<String, Object> SCOPED_BODY = plus(PASSWORD_BODY, "scope", "update");
  private static final Map<String, Object> REFRESH_BODY =
      Map.of("grant_type", "refresh_token", "refresh_token", "any");
  private static final Map<String, Object> REGISTRATION =
      Map.of(
          "type", "registration",
          "api_version", "2.0.0",
          "name", "consumingapplication",
          "client_type", "toolkit",
          "title", "This is demo application for consuming the API Manager Public APIs",
          "client_id", "clientID",
          "client_secret", "clientPassword",
          "scopes", List.of("org:view", "org:manage"));

  private Documents() {}

  /**
   * By path.
   *
   * @param host of the server, with its port
   */
  static Map<String, DocumentedRequest> at(String host) {
    return Map.of(
        PROVIDER_REALMS,
        DocumentedRequest.get(host),
        ADMIN_REALMS,
        DocumentedRequest.get(host),
        REGISTRATIONS,
        DocumentedRequest.json(host, List.of(REGISTRATION)).with("Authorization", ADMIN),
        API_CONNECT,
        DocumentedRequest.json(
            host,
            List.of(
                login("chrisp", "provider/default-idp-2", TOOLKIT),
                login("chrisp", "admin/default-idp-1", TOOLKIT),
                login("chrisp", "admin/default-idp-1", REGISTERED))),
        CONFIGAPI,
        DocumentedRequest.form(host, List.of(CONFIGAPI_BODY)),
        APK,
        DocumentedRequest.form("idp.am.wso2.com", List.of(APK_BODY))
            .with("Authorization", APK_BASIC),
        API_CLOUD,
        DocumentedRequest.form(host, List.of(PASSWORD_BODY, SCOPED_BODY, REFRESH_BODY))
            .with("Authorization", API_CLOUD_BASIC));
  }

  private static Map<String, Object> login(String user, String realm, Map<String, String> client) {
    var fields = new HashMap<String, Object>(client);
    fields.put("grant_type", "password");
    fields.put("username", user);
    fields.put("password", "password");
    fields.put("realm", realm);
    return fields;
  }

  private static Map<String, Object> plus(Map<String, Object> fields, String name, String value) {
    var more = new HashMap<>(fields);
    more.put(name, value);
    return more;
  }
}
