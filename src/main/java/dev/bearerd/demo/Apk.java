package dev.bearerd.demo;

import java.util.Set;

/** The identity provider inside WSO2 APK, behind a gateway that routes by the Host header. */
final class Apk {
  static final String HOST = "idp.am.wso2.com";
  static final String CLIENT = "45f1c5c8-a92e-11ed-afa1-0242ac120002";
  static final String SECRET = "4fbd62ec-a92e-11ed-afa1-0242ac120002";

  private final DemoMint mint;

  Apk(DemoMint mint) {
    this.mint = mint;
  }

  DemoReply token(DemoRequest request) {
    request.demandMethod("POST");
    request.demandBasic(CLIENT, SECRET);
    var fields = request.form(Set.of("grant_type"), Set.of());
    if (!"client_credentials".equals(fields.get("grant_type"))) {
      throw DemoRefusal.unsupportedGrantType("client_credentials");
    }
    var body = DemoReply.object().put("access_token", mint.token()).put("token_type", "Bearer");
    return DemoReply.json(200, body.put("expires_in", mint.expiresIn()).put("scope", "default"));
  }
}
