package dev.bearerd.oauth;

import static dev.bearerd.oauth.AuthenticationKind.BASIC;
import static dev.bearerd.oauth.AuthenticationKind.NONE;
import static dev.bearerd.oauth.AuthenticationKind.POST;
import static dev.bearerd.oauth.ClientAuthentication.Encoding.FORM;
import static dev.bearerd.oauth.ClientAuthentication.Encoding.RAW;
import static dev.bearerd.oauth.GrantKind.CLIENT_CREDENTIALS;
import static dev.bearerd.oauth.GrantKind.JWT_BEARER;
import static dev.bearerd.oauth.GrantKind.PASSWORD;

import dev.bearerd.oauth.ClientAuthentication.Encoding;
import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is particular to the token endpoint of a documented system: data, each with its page. */
public enum Dialect {
  /** RFC 6749 as it is written. */
  GENERIC("generic", "", CLIENT_CREDENTIALS, BASIC, FORM, BodyFormat.FORM),
  IBM_API_CONNECT("ibm-api-connect", "/api/token", PASSWORD, POST, FORM, BodyFormat.JSON),
  CONFIGAPI_V2(
      "configapi-v2", "/configapi/v2/oauth/token", CLIENT_CREDENTIALS, POST, FORM, BodyFormat.FORM),
  WSO2_APK("wso2-apk", "/oauth2/token", CLIENT_CREDENTIALS, BASIC, RAW, BodyFormat.FORM),
  WSO2_API_CLOUD("wso2-api-cloud", "/token", PASSWORD, BASIC, RAW, BodyFormat.FORM),
  KEYCLOAK(
      "keycloak",
      "/realms/{realm}/protocol/openid-connect/token",
      "/realms/{realm}/protocol/openid-connect/auth/device",
      "/realms/{realm}/protocol/openid-connect/revoke",
      CLIENT_CREDENTIALS,
      BASIC,
      FORM,
      BodyFormat.FORM),
  /** It has no revocation endpoint. */
  ENTRA_ID(
      "entra-id",
      "/{realm}/oauth2/v2.0/token",
      "/{realm}/oauth2/v2.0/devicecode",
      "",
      CLIENT_CREDENTIALS,
      POST,
      FORM,
      BodyFormat.FORM),
  OKTA(
      "okta",
      "/oauth2/{realm}/v1/token",
      "/oauth2/{realm}/v1/device/authorize",
      "/oauth2/{realm}/v1/revoke",
      CLIENT_CREDENTIALS,
      BASIC,
      FORM,
      BodyFormat.FORM),
  AUTH0(
      "auth0",
      "/oauth/token",
      "/oauth/device/code",
      "/oauth/revoke",
      CLIENT_CREDENTIALS,
      POST,
      FORM,
      BodyFormat.FORM),
  GOOGLE("google", "/token", "/device/code", "/revoke", JWT_BEARER, POST, FORM, BodyFormat.FORM),
  /** It has no token endpoint: an app asks its REST interface. */
  GITHUB_APP("github-app", "", CLIENT_CREDENTIALS, NONE, FORM, BodyFormat.JSON);

  private static final String REALM = "{realm}";

  private final String preset;
  private final String tokenPath;
  private final String deviceAuthorizationPath;
  private final String revocationPath;
  private final GrantKind grant;
  private final AuthenticationKind authentication;
  private final Encoding basicEncoding;
  private final BodyFormat body;

  Dialect(
      String preset,
      String tokenPath,
      GrantKind grant,
      AuthenticationKind authentication,
      Encoding basicEncoding,
      BodyFormat body) {
    this(preset, tokenPath, "", "", grant, authentication, basicEncoding, body);
  }

  /** With paths below the server, each empty where there is no usual place. */
  Dialect(
      String preset,
      String tokenPath,
      String deviceAuthorizationPath,
      String revocationPath,
      GrantKind grant,
      AuthenticationKind authentication,
      Encoding basicEncoding,
      BodyFormat body) {
    this.preset = preset;
    this.tokenPath = tokenPath;
    this.deviceAuthorizationPath = deviceAuthorizationPath;
    this.revocationPath = revocationPath;
    this.grant = grant;
    this.authentication = authentication;
    this.basicEncoding = basicEncoding;
    this.body = body;
  }

  /** The dialect that the configuration calls so. */
  public static Optional<Dialect> named(String preset) {
    return Arrays.stream(values()).filter(dialect -> dialect.preset.equals(preset)).findFirst();
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(Dialect::preset).toList();
  }

  /** Its name in the configuration. */
  public String preset() {
    return preset;
  }

  /**
   * The token endpoint below a server; empty where there is no usual place.
   *
   * @param realm where the address has one
   */
  public Optional<URI> tokenUrl(URI server, Optional<String> realm) {
    return at(server, tokenPath, realm);
  }

  /** The device authorization endpoint below a server; empty where there is no usual place. */
  public Optional<URI> deviceAuthorizationUrl(URI server, Optional<String> realm) {
    return at(server, deviceAuthorizationPath, realm);
  }

  /** The revocation endpoint below a server; empty where there is no usual place. */
  public Optional<URI> revocationUrl(URI server, Optional<String> realm) {
    return at(server, revocationPath, realm);
  }

  /** The server where there is only one. */
  public Optional<URI> defaultServer() {
    return switch (this) {
      case WSO2_API_CLOUD -> Optional.of(URI.create("https://gateway.api.cloud.wso2.com:8243"));
      case ENTRA_ID -> Optional.of(URI.create("https://login.microsoftonline.com"));
      case GOOGLE -> Optional.of(URI.create("https://oauth2.googleapis.com"));
      case GITHUB_APP -> Optional.of(URI.create("https://api.github.com"));
      default -> Optional.empty();
    };
  }

  public GrantKind defaultGrant() {
    return grant;
  }

  public AuthenticationKind defaultAuthentication() {
    return authentication;
  }

  public Encoding defaultBasicEncoding() {
    return basicEncoding;
  }

  public BodyFormat defaultBody() {
    return body;
  }

  /** The client that a system's own tools use, and whose secret its documents publish. */
  public Optional<ClientSource> defaultClient() {
    return this == IBM_API_CONNECT
        ? Optional.of(
            new ConfiguredClient(
                "caa87d9a-8cd7-4686-8b6e-ee2cdc5ee267",
                Optional.of(
                    new SecretRef.Literal(new Secret("3ecff363-7eb3-44be-9e07-6d4386c48b0b")))))
        : Optional.empty();
  }

  /** Whether it answers nothing without this key of the configuration. */
  public boolean requires(String key) {
    return switch (key) {
      case "realm" -> this == KEYCLOAK || this == ENTRA_ID;
      case "scopes" -> this == CONFIGAPI_V2 || this == ENTRA_ID || this == OKTA;
      case "audience" -> this == AUTH0;
      default -> false;
    };
  }

  /** Whether the realm is part of its addresses. */
  public boolean hasRealmInPath() {
    return tokenPath.contains(REALM);
  }

  /** Whether the realm is a parameter of its token requests, without which nothing is answered. */
  public boolean hasRealmParameter() {
    return this == IBM_API_CONNECT;
  }

  /** Whether a JSON answer with status 401 refuses the credentials without an OAuth error. */
  public boolean unauthorizedIsRejection() {
    return this == IBM_API_CONNECT;
  }

  private static Optional<URI> at(URI server, String path, Optional<String> realm) {
    var segment = realm.map(BodyFormat::encode).map(text -> text.replace("+", "%20"));
    var inPlace = path.replace(segment.isPresent() ? REALM : REALM + "/", segment.orElse(""));
    return path.isEmpty() ? Optional.empty() : Optional.of(ServerPath.of(server, inPlace));
  }
}
