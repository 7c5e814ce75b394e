package dev.bearerd.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Kind;
import dev.bearerd.token.TokenException.Reach;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed of a server's metadata, and what is said of metadata that is not. */
class IssuerTest {
  private static final String OIDC = "https://h/tenant/.well-known/openid-configuration";
  private static final String RFC_8414 = "https://h/.well-known/oauth-authorization-server/tenant";
  private static final HttpTransport.Limits LIMITS =
      new HttpTransport.Limits(Duration.ofSeconds(1), 1024);

  private final MetadataServer server = new MetadataServer();

  @Test
  void readsOpenIdConnectDiscoveryFirst() {
    server.serves(
        OIDC,
        """
        {"issuer": "https://h/tenant", "token_endpoint": "https://h/token",
         "device_authorization_endpoint": "https://h/device",
         "revocation_endpoint": "https://h/revoke",}
        """);

    assertThat(endpoint(Endpoint.TOKEN)).isEqualTo(URI.create("https://h/token"));
    assertThat(endpoint(Endpoint.DEVICE_AUTHORIZATION)).isEqualTo(URI.create("https://h/device"));
    assertThat(endpoint(Endpoint.REVOCATION)).isEqualTo(URI.create("https://h/revoke"));
    assertThat(server.asked()).containsOnly(OIDC);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | <html>",
        "401 | {}",
        "500 | ''",
        "302 | ''",
        "200 | <html>login</html>",
        "200 | [1]",
        "200 | {\"error\": \"none\"}"
      })
  void readsRfc8414WhereTheOtherIsNot(int status, String body) {
    server.answers(OIDC, status, body).serves(RFC_8414, metadata("https://h/tenant"));

    assertThat(endpoint(Endpoint.TOKEN)).isEqualTo(URI.create("https://h/token"));
    assertThat(server.asked()).containsExactly(OIDC, RFC_8414);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://h/tenant", "https://h/tenant/"})
  void aSlashAtTheEndMakesNoDifference(String named) {
    server.serves(OIDC, metadata(named));

    assertThat(endpoint("https://h/tenant/", Endpoint.TOKEN, false))
        .isEqualTo(endpoint("https://h/tenant", Endpoint.TOKEN, false));
  }

  @Test
  void anIssuerWithoutPathWorksToo() {
    server.serves(
        "https://h:8443/.well-known/oauth-authorization-server", metadata("https://h:8443"));

    assertThat(endpoint("https://h:8443", Endpoint.TOKEN, false)).hasHost("h");
  }

  @Test
  void believesNoOtherIssuer() {
    server.serves(OIDC, metadata("https://h/other"));

    var failure = failure();

    assertThat(failure)
        .hasMessage(
            "the metadata of https://h/tenant is that of the issuer https://h/other; set issuer to"
                + " that if it is the right one");
    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(server.asked()).containsExactly(OIDC);
  }

  @Test
  void saysWhereThereIsNoMetadata() {
    assertThat(failure())
        .hasMessage("HTTP 404 without an OAuth error; is " + OIDC + " the metadata of the issuer?");
    assertThat(failure().reach()).isEqualTo(Reach.ANSWERED);
  }

  @Test
  void aBusyServerMayHaveItLater() {
    server.answers(OIDC, 503, "");

    assertThat(failure().reach()).isEqualTo(Reach.STRAINED);
    assertThat(failure()).hasMessage("HTTP 503");
  }

  @Test
  void asksAServerThatCannotBeReachedOnce() {
    server.does(
        OIDC,
        () -> {
          throw TokenException.hostDown("h:443: connection refused");
        });

    assertThat(failure()).hasMessage("h:443: connection refused");
    assertThat(server.asked()).containsExactly(OIDC);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ", \"token_endpoint\": 7",
        ", \"token_endpoint\": \"\"",
        ", \"token_endpoint\": \"/token\"",
        ", \"token_endpoint\": \"ftp://h/token\"",
        ", \"token_endpoint\": \"https://user:pass@h/token\"",
        ", \"token_endpoint\": \"https://h/a b\""
      })
  void needsATokenEndpointThatCanBeAsked(String endpoint) {
    server.serves(OIDC, "{\"issuer\": \"https://h/tenant\"" + endpoint + "}");

    assertThat(failure()).hasMessage("the metadata of the issuer names no token_endpoint");
  }

  @Test
  void sendsNoSecretsInPlainText() {
    server.serves(
        OIDC, "{\"issuer\": \"https://h/tenant\", \"token_endpoint\": \"http://h/token\"}");

    assertThat(failure())
        .hasMessageStartingWith("token_endpoint of the issuer is plain http")
        .hasMessageContaining("allow-http: true");
  }

  @Test
  void aClientWithACertificateIsSentToTheAliases() {
    server.serves(
        OIDC,
        """
        {"issuer": "https://h/tenant", "token_endpoint": "https://h/token",
         "revocation_endpoint": "https://h/revoke",
         "mtls_endpoint_aliases": {"token_endpoint": "https://mtls.h/token"}}
        """);

    assertThat(endpoint("https://h/tenant", Endpoint.TOKEN, true)).hasHost("mtls.h");
    assertThat(endpoint("https://h/tenant", Endpoint.REVOCATION, true)).hasHost("h");
    assertThat(endpoint("https://h/tenant", Endpoint.TOKEN, false)).hasHost("h");
  }

  @Test
  void saysWhichEndpointThereIsNone() {
    server.serves(OIDC, metadata("https://h/tenant"));

    assertThatThrownBy(() -> endpoint(Endpoint.REVOCATION))
        .hasMessage("the metadata of the issuer names no revocation_endpoint");
  }

  @Test
  void takesNoAnswerForARefusalOfCredentials() {
    server.answers(OIDC, 404, "{\"error\": \"not_found\"}");
    server.answers(RFC_8414, 403, "{\"error\": \"forbidden\"}");

    var e = failure();

    assertThat(e.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(e).hasMessage("the metadata of the issuer: not_found (HTTP 404)");
  }

  private static String metadata(String issuer) {
    return "{\"issuer\": \"%s\", \"token_endpoint\": \"https://h/token\"}".formatted(issuer);
  }

  private TokenException failure() {
    return catchThrowableOfType(TokenException.class, () -> endpoint(Endpoint.TOKEN));
  }

  private URI endpoint(Endpoint endpoint) {
    return endpoint("https://h/tenant", endpoint, false);
  }

  private URI endpoint(String name, Endpoint endpoint, boolean withCertificate) {
    var issuer =
        new Issuer(
            URI.create(name),
            withCertificate,
            url -> url.getScheme().equals("http"),
            server,
            LIMITS);
    return issuer.endpoint(issuer.read(), endpoint);
  }
}
