package dev.bearerd.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** WSO2 API Cloud: tokens for a user's password, renewed by refresh tokens that work once. */
final class ApiCloud {
  static final String CLIENT = "wU62DjlyDBnq87GlBwplfqvmAbAa";
  static final String SECRET = "ksdSdoefDDP7wpaElfqvmjDue";
  static final String USER = "john@johns.org@johnsorg";
  static final String PASSWORD = "not-a-secret";

  private final DemoMint mint;
  private final Map<String, String> scopeByRefreshToken = new HashMap<>();

  ApiCloud(DemoMint mint) {
    this.mint = mint;
  }

  DemoReply token(DemoRequest request) {
    request.demandMethod("POST");
    request.demandBasic(CLIENT, SECRET);
    var fields =
        request.form(
            Set.of("grant_type"), Set.of("username", "password", "refresh_token", "scope"));
    return switch (fields.getOrDefault("grant_type", "")) {
      case "password" -> byPassword(request);
      case "refresh_token" -> byRefreshToken(request);
      default -> throw DemoRefusal.unsupportedGrantType("password or refresh_token");
    };
  }

  private DemoReply byPassword(DemoRequest request) {
    var fields = request.form(Set.of("grant_type", "username", "password"), Set.of("scope"));
    if (!USER.equals(fields.get("username")) || !PASSWORD.equals(fields.get("password"))) {
      throw DemoRefusal.invalidGrant("user name and password do not match");
    }
    return issue(fields.getOrDefault("scope", "default"));
  }

  private DemoReply byRefreshToken(DemoRequest request) {
    var fields = request.form(Set.of("grant_type", "refresh_token"), Set.of("scope"));
    var scope = scopeByRefreshToken.remove(fields.get("refresh_token"));
    if (scope == null) {
      throw DemoRefusal.invalidGrant("the refresh token is unknown or was used before");
    }
    return issue(fields.getOrDefault("scope", scope));
  }

  private DemoReply issue(String scope) {
    var refreshToken = mint.token();
    scopeByRefreshToken.put(refreshToken, scope);
    var body = DemoReply.object().put("access_token", mint.token());
    body.put("refresh_token", refreshToken).put("scope", scope).put("token_type", "Bearer");
    return DemoReply.json(200, body.put("expires_in", mint.expiresIn()));
  }
}
