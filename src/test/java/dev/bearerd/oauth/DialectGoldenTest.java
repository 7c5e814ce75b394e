package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.oauth.ClientAuthentication.Basic;
import dev.bearerd.oauth.ClientAuthentication.None;
import dev.bearerd.oauth.ClientAuthentication.Post;
import dev.bearerd.oauth.ClientAuthentication.Unnamed;
import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Holds each dialect to the request and the response of its document. */
class DialectGoldenTest {

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "GITHUB_APP") // its golden is with its source
  void asksAsDocumented(Dialect dialect) {
    var call = request(dialect).call();

    assertThat(written(call)).isEqualTo(golden(dialect, "request.txt"));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "GITHUB_APP") // its golden is with its source
  void readsTheDocumentedAnswer(Dialect dialect) {
    var reader =
        new AnswerReader(Pointers.DEFAULT, Optional.empty(), dialect.unauthorizedIsRejection());

    var reply = Answers.json(200, golden(dialect, "response.txt"));
    var token = reader.read(Answers.call(), reply, Answers.SENT);

    assertThat(token.lifetime()).isEqualTo(lifetime(dialect));
    assertThat(token.value().reveal()).startsWith(tokenStart(dialect));
    assertThat(reader.refreshToken(reply).isPresent()).isEqualTo(dialect == Dialect.WSO2_API_CLOUD);
  }

  private static TokenRequest request(Dialect dialect) {
    return switch (dialect) {
      case GENERIC ->
          request(dialect, "https://server.example.com", client("s6BhdRkqt3", "gX1fBat3bV"), "");
      case IBM_API_CONNECT ->
          new TokenRequest(
              dialect
                  .tokenUrl(URI.create("https://apim.example.com/"), Optional.empty())
                  .orElseThrow(),
              new Grant.Password("chrisp", secret("password")),
              authentication(dialect, dialect.defaultClient().orElseThrow()),
              List.of(),
              Map.of("realm", "provider/default-idp-2"),
              Map.of(),
              dialect.defaultBody());
      case CONFIGAPI_V2 ->
          request(
              dialect,
              "https://example.com",
              client("clientid", "qkDwDJlDfig2IpeuUZYKH1Wb8q1V0ju6sILxQQqhJ"),
              "example.com");
      case WSO2_APK ->
          new TokenRequest(
              dialect
                  .tokenUrl(URI.create("https://idp.am.wso2.com:9095"), Optional.empty())
                  .orElseThrow(),
              new Grant.ClientCredentials(),
              authentication(
                  dialect,
                  client(
                      "45f1c5c8-a92e-11ed-afa1-0242ac120002",
                      "4fbd62ec-a92e-11ed-afa1-0242ac120002")),
              List.of(),
              Map.of(),
              Map.of("Host", "idp.am.wso2.com"),
              dialect.defaultBody());
      case WSO2_API_CLOUD ->
          new TokenRequest(
              dialect
                  .tokenUrl(dialect.defaultServer().orElseThrow(), Optional.empty())
                  .orElseThrow(),
              new Grant.Password("john@johns.org@johnsorg", secret("secret pass")),
              authentication(
                  dialect, client("wU62DjlyDBnq87GlBwplfqvmAbAa", "ksdSdoefDDP7wpaElfqvmjDue")),
              List.of("read", "update"),
              Map.of(),
              Map.of(),
              dialect.defaultBody());
      case KEYCLOAK -> inRealm(dialect, "https://sso.example.com", "orders", "", Map.of());
      case ENTRA_ID ->
          inRealm(
              dialect,
              dialect.defaultServer().orElseThrow().toString(),
              "contoso.onmicrosoft.com",
              "https://graph.microsoft.com/.default",
              Map.of());
      case OKTA -> inRealm(dialect, "https://dev-1.okta.com", "default", "orders.read", Map.of());
      case AUTH0 ->
          inRealm(
              dialect,
              "https://example.eu.auth0.com",
              "",
              "",
              Map.of("audience", "https://orders.example.com"));
      case GOOGLE ->
          new TokenRequest(
              dialect
                  .tokenUrl(dialect.defaultServer().orElseThrow(), Optional.empty())
                  .orElseThrow(),
              new Grant.JwtBearer(() -> new Secret("eyJhbGciOiJSUzI1NiJ9.e30.c2ln")),
              new Unnamed(),
              List.of(),
              Map.of(),
              Map.of(),
              dialect.defaultBody());
      case GITHUB_APP -> throw new AssertionError("has no token request");
    };
  }

  private static TokenRequest inRealm(
      Dialect dialect, String server, String realm, String scope, Map<String, String> parameters) {
    return new TokenRequest(
        dialect
            .tokenUrl(URI.create(server), Optional.of(realm).filter(r -> !r.isEmpty()))
            .orElseThrow(),
        new Grant.ClientCredentials(),
        authentication(dialect, client("s6BhdRkqt3", "gX1f+at3bV")),
        scope.isEmpty() ? List.of() : List.of(scope),
        parameters,
        Map.of(),
        dialect.defaultBody());
  }

  private static TokenRequest request(
      Dialect dialect, String server, ClientSource client, String scope) {
    return new TokenRequest(
        dialect
            .tokenUrl(URI.create(server), Optional.empty())
            .orElse(URI.create(server + "/token")),
        new Grant.ClientCredentials(),
        authentication(dialect, client),
        scope.isEmpty() ? List.of() : List.of(scope),
        Map.of(),
        Map.of(),
        dialect.defaultBody());
  }

  private static ClientAuthentication authentication(Dialect dialect, ClientSource client) {
    return switch (dialect.defaultAuthentication()) {
      case BASIC -> new Basic(client, dialect.defaultBasicEncoding());
      case POST -> new Post(client);
      default -> new None(client);
    };
  }

  private static ClientSource client(String id, String secret) {
    return new ConfiguredClient(id, Optional.of(secret(secret)));
  }

  private static SecretRef secret(String text) {
    return new SecretRef.Literal(new Secret(text));
  }

  private static Duration lifetime(Dialect dialect) {
    return switch (dialect) {
      case IBM_API_CONNECT -> Duration.ofHours(8);
      case CONFIGAPI_V2, ENTRA_ID, GOOGLE -> Duration.ofSeconds(3599);
      case KEYCLOAK -> Duration.ofMinutes(5);
      case AUTH0 -> Duration.ofDays(1);
      default -> Duration.ofHours(1);
    };
  }

  private static String tokenStart(Dialect dialect) {
    return switch (dialect) {
      case GENERIC -> "2YotnFZFEjr1zCsicMWpAA";
      case WSO2_API_CLOUD -> "eb51eff0b4d85cda1eb1d312c5b6a3b8";
      case GOOGLE -> "ya29.";
      default -> "eyJ";
    };
  }

  private static String written(HttpCall call) {
    var text = new StringBuilder(call.method() + " " + call.url() + "\n");
    call.headers().forEach((name, value) -> text.append(name + ": " + value + "\n"));
    return text.append("\n").append(call.body()).append("\n").toString();
  }

  private static String golden(Dialect dialect, String file) {
    try {
      return Files.readString(
          Path.of("src/test/resources/golden", dialect.preset(), file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
