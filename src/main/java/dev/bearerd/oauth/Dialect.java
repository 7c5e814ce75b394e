package dev.bearerd.oauth;

import static dev.bearerd.oauth.ClientAuthentication.Encoding.FORM;
import static dev.bearerd.oauth.ClientAuthentication.Encoding.RAW;

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
  GENERIC(
      "generic", "", GrantKind.CLIENT_CREDENTIALS, AuthenticationKind.BASIC, FORM, BodyFormat.FORM),
  IBM_API_CONNECT(
      "ibm-api-connect",
      "/api/token",
      GrantKind.PASSWORD,
      AuthenticationKind.POST,
      FORM,
      BodyFormat.JSON),
  CONFIGAPI_V2(
      "configapi-v2",
      "/configapi/v2/oauth/token",
      GrantKind.CLIENT_CREDENTIALS,
      AuthenticationKind.POST,
      FORM,
      BodyFormat.FORM),
  WSO2_APK(
      "wso2-apk",
      "/oauth2/token",
      GrantKind.CLIENT_CREDENTIALS,
      AuthenticationKind.BASIC,
      RAW,
      BodyFormat.FORM),
  WSO2_API_CLOUD(
      "wso2-api-cloud",
      "/token",
      GrantKind.PASSWORD,
      AuthenticationKind.BASIC,
      RAW,
      BodyFormat.FORM);

  private final String preset;
  private final String tokenPath;
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
    this.preset = preset;
    this.tokenPath = tokenPath;
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

  /** The token endpoint below a server; empty where there is no usual place. */
  public Optional<URI> tokenUrl(URI server) {
    return Optional.of(tokenPath)
        .filter(path -> !path.isEmpty())
        .map(path -> ServerPath.of(server, path));
  }

  /** The server where there is only one. */
  public Optional<URI> defaultServer() {
    return this == WSO2_API_CLOUD
        ? Optional.of(URI.create("https://gateway.api.cloud.wso2.com:8243"))
        : Optional.empty();
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

  public boolean requiresScope() {
    return this == CONFIGAPI_V2;
  }

  public boolean requiresRealm() {
    return this == IBM_API_CONNECT;
  }

  /** Whether a JSON answer with status 401 refuses the credentials without an OAuth error. */
  public boolean unauthorizedIsRejection() {
    return this == IBM_API_CONNECT;
  }
}
