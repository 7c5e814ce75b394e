package dev.bearerd.demo;

import java.util.Map;
import java.util.Set;

/** The configapi v2: id and secret in the form, and an answer that is not quite JSON. */
final class ConfigApi {
  static final String CLIENT = "clientid";
  static final String SECRET = "qkDwDJlDfig2IpeuUZYKH1Wb8q1V0ju6sILxQQqhJ";
  static final String SCOPE = "example.com";

  private final DemoMint mint;

  ConfigApi(DemoMint mint) {
    this.mint = mint;
  }

  DemoReply token(DemoRequest request) {
    request.demandMethod("POST");
    var fields =
        request.form(Set.of("grant_type", "client_id", "client_secret", "scope"), Set.of());
    if (!CLIENT.equals(fields.get("client_id")) || !SECRET.equals(fields.get("client_secret"))) {
      throw DemoRefusal.invalidClient();
    }
    if (!"client_credentials".equals(fields.get("grant_type"))) {
      throw DemoRefusal.unsupportedGrantType("client_credentials");
    }
    if (!SCOPE.equals(fields.get("scope"))) {
      throw new DemoRefusal(400, "invalid_scope", "scope must name a tenant or host");
    }
    return answer();
  }

  /** The number as a text and the comma before the brace are as documented. */
  private DemoReply answer() {
    var body =
        """
        {
        "access_token":"%s",
        "token_type":"Bearer",
        "expires_in":"%d",
        }
        """;
    return new DemoReply(200, Map.of(), body.formatted(mint.token(), mint.expiresIn()));
  }
}
