package dev.bearerd.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenServerTest {
  private static final String CLOUD =
      "Authorization: Basic d1U2MkRqbHlEQm5xODdHbEJ3cGxmcXZtQWJBYTprc2RTZG9lZkREUDd3cGFFbGZxdm1q"
          + "RHVl";
  private static final String PASSWORD =
      "grant_type=password&username=john%40johns.org%40johnsorg&password=p%26ss%3D1";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

  private static final String JSON = "Content-Type: application/json";
  private static final String ACCEPT = "Accept: application/json";

  private final TokenServer server = TokenServer.http(Duration.ofSeconds(4));
  private final RawClient client = new RawClient(server.address());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void knowsTheTokensThatItGave() {
    var reply = client.send("POST", "/token", PASSWORD, FORM, CLOUD);

    assertThat(server.complaints()).isEmpty();
    var token = reply.json().get("access_token").textValue();
    assertThat(server.expiry(token))
        .hasValueSatisfying(end -> assertThat(end).isAfter(Instant.now()));
    assertThat(server.expiry("guess")).isEmpty();
    assertThat(server.requests("/token")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-More: 1",
        "Host: example.org",
        "Authorization: Basic eDp5",
        "Content-Type: a/b"
      })
  void complainsOfEveryHeaderThatDiffers(String header) {
    var reply = client.send("POST", "/token", PASSWORD, FORM, CLOUD, header);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(server.complaints()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"&scope=x", "&password=p", "&", "&refresh_token=x"})
  void complainsOfABodyThatHasMore(String more) {
    client.send("POST", "/token", PASSWORD + more, FORM, CLOUD);

    assertThat(server.complaints()).hasSize(1);
  }

  @Test
  void takesARefreshTokenOnceAndNotWhenRevoked() {
    var first = client.send("POST", "/token", PASSWORD, FORM, CLOUD).json().get("refresh_token");
    var renewal = "grant_type=refresh_token&refresh_token=" + first.textValue();

    var second = client.send("POST", "/token", renewal, FORM, CLOUD);
    var replayed = client.send("POST", "/token", renewal, FORM, CLOUD);
    server.revokeRefreshTokens();
    var next = renewal.replace(first.textValue(), second.json().get("refresh_token").textValue());
    var revoked = client.send("POST", "/token", next, FORM, CLOUD);

    assertThat(second.status()).isEqualTo(200);
    assertThat(replayed.body()).contains("invalid_grant");
    assertThat(revoked.body()).contains("invalid_grant");
    assertThat(server.complaints()).isEmpty();
  }

  @Test
  void acceptsEveryDocumentedTokenRequest() {
    var configapi =
        "client_id=clientid&client_secret=qkDwDJlDfig2IpeuUZYKH1Wb8q1V0ju6sILxQQqhJ"
            + "&grant_type=client_credentials&scope=example.com";
    var apk =
        "Authorization: Basic NDVmMWM1YzgtYTkyZS0xMWVkLWFmYTEtMDI0MmFjMTIwMDAyOjRmYmQ2MmVjLWE5MmUt"
            + "MTFlZC1hZmExLTAyNDJhYzEyMDAwMg==";

    var text = client.send("POST", "/configapi/v2/oauth/token", configapi, FORM);
    var grant = "grant_type=client_credentials";
    var number = client.send("POST", "/oauth2/token", grant, FORM, apk, "Host: idp.am.wso2.com");

    assertThat(server.complaints()).isEmpty();
    assertThat(text.body()).contains("\"4\",}");
    assertThat(number.json().get("expires_in").intValue()).isEqualTo(4);
  }

  @Test
  void registersWithAnAdminsTokenAlone() {
    var user = token("provider/default-idp-2");
    var admin = token("admin/default-idp-1");

    assertThat(register(user)).isEqualTo(400);
    assertThat(server.complaints()).hasSize(1);
    assertThat(register(admin)).isEqualTo(201);
    assertThat(register(admin)).isEqualTo(409);
    assertThat(server.complaints()).hasSize(1);
  }

  @Test
  void failsAsOftenAsItWasTold() {
    server.failNext(1, 503, "");

    var failed = client.send("POST", "/token", PASSWORD, FORM, CLOUD);
    var after = client.send("POST", "/token", PASSWORD, FORM, CLOUD);

    assertThat(failed.status()).isEqualTo(503);
    assertThat(after.status()).isEqualTo(200);
  }

  @Test
  void makesACertificateThatClientsCanTrust(@TempDir Path directory) throws Exception {
    var certificate = SelfSigned.in(directory);

    try (var https = TokenServer.https(Duration.ofSeconds(4), certificate)) {
      assertThat(https.address().getScheme()).isEqualTo("https");
      assertThat(Files.readString(certificate.pem())).contains("BEGIN CERTIFICATE");
    }
  }

  private String token(String realm) {
    var body =
        """
        {"username": "chrisp", "password": "password", "realm": "%s",
         "client_id": "caa87d9a-8cd7-4686-8b6e-ee2cdc5ee267",
         "client_secret": "3ecff363-7eb3-44be-9e07-6d4386c48b0b", "grant_type": "password"}
        """;
    var reply = client.send("POST", "/api/token", body.formatted(realm), JSON, ACCEPT);
    return reply.json().get("access_token").textValue();
  }

  private int register(String token) {
    var document =
        """
        {"type": "registration", "api_version": "2.0.0", "name": "consumingapplication",
         "title": "This is demo application for consuming the API Manager Public APIs",
         "client_type": "toolkit", "client_id": "clientID", "client_secret": "clientPassword",
         "scopes": ["org:view", "org:manage"]}
        """;
    var path = "/api/cloud/registrations";
    return client
        .send("POST", path, document, JSON, ACCEPT, "Authorization: Bearer " + token)
        .status();
  }
}
