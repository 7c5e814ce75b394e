package dev.bearerd.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bearerd.kit.RawClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoAuthorizationServerTest {
  private static final String IBM =
      """
      {"username": "chrisp", "password": "password", "realm": "provider/default-idp-2",
       "client_id": "caa87d9a-8cd7-4686-8b6e-ee2cdc5ee267",
       "client_secret": "3ecff363-7eb3-44be-9e07-6d4386c48b0b", "grant_type": "password"}
      """;
  private static final String IBM_ADMIN =
      """
      {"username": "admin", "password": "not-a-secret", "realm": "admin/default-idp-1",
       "client_id": "clientID", "client_secret": "clientPassword", "grant_type": "password"}
      """;
  private static final String CONFIGAPI =
      "grant_type=client_credentials&client_id=clientid"
          + "&client_secret=qkDwDJlDfig2IpeuUZYKH1Wb8q1V0ju6sILxQQqhJ&scope=example.com";
  private static final String APK_BASIC =
      "Basic NDVmMWM1YzgtYTkyZS0xMWVkLWFmYTEtMDI0MmFjMTIwMDAyOjRmYmQ2MmVjLWE5MmUtMTFlZC1hZmExLTAy"
          + "NDJhYzEyMDAwMg==";
  private static final String CLOUD_BASIC =
      "Basic d1U2MkRqbHlEQm5xODdHbEJ3cGxmcXZtQWJBYTprc2RTZG9lZkREUDd3cGFFbGZxdm1qRHVl";
  private static final String CLOUD_PASSWORD =
      "grant_type=password&username=john%40johns.org%40johnsorg&password=not-a-secret";

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final DemoAuthorizationServer server =
      DemoAuthorizationServer.start(0, Duration.ofSeconds(30), () -> now, new Random(7));
  private final RawClient client = new RawClient(server.address());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void namesTheDefaultIdentityProviderOfBothRealms() {
    assertThat(identities("provider").at("/results/0/name").asText()).isEqualTo("default-idp-2");
    assertThat(identities("admin").at("/results/0/name").asText()).isEqualTo("default-idp-1");
    assertThat(server.requests("/api/cloud/admin/identity-providers")).isEqualTo(1);
  }

  @Test
  void givesApiConnectTokensToBothClients() {
    assertThat(ibm(IBM).json().get("expires_in").intValue()).isEqualTo(30);
    assertThat(ibm(IBM_ADMIN).json().get("token_type").asText()).isEqualTo("Bearer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "provider/default-idp-2; provider/default-idp-3; 401",
        "chrisp; sheila; 401",
        "\"password\": \"password\"; \"password\": \"guess\"; 401",
        "3ecff363; 4ecff363; 401",
        "\"grant_type\": \"password\"; \"grant_type\": \"client_credentials\"; 400",
        "\"chrisp\"; 1; 400",
        "\"username\"; \"user\"; 400",
        "\"username\"; \"scope\": \"x\", \"username\"; 400",
        "\"username\"; \"username\": \"x\", \"username\"; 400",
        "}; ''; 400",
        "}; } more; 400"
      })
  void refusesWhatApiConnectWouldRefuse(String part, String instead, int status) {
    var reply = ibm(IBM.replace(part, instead));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().get("status").intValue()).isEqualTo(status);
    assertThat(reply.json().get("message").get(0).asText()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Type: text/plain", "Accept: */*"})
  void refusesApiConnectRequestsWithOtherHeaders(String header) {
    var reply = client.send("POST", "/api/token", IBM, json(header));

    assertThat(reply.status()).isEqualTo(400);
  }

  @Test
  void registersForAnAdminAndOnlyOnce() {
    var admin = "Authorization: Bearer " + ibm(IBM_ADMIN).json().get("access_token").asText();
    var document =
        """
        {"type": "registration", "api_version": "2.0.0", "name": "orders", "title": "Orders",
         "client_type": "toolkit", "client_id": "orders-id", "client_secret": "orders-secret",
         "scopes": ["org:view"]}
        """;

    var created = client.send("POST", "/api/cloud/registrations", document, json(admin));
    var again = client.send("POST", "/api/cloud/registrations", document, json(admin));

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().get("state").asText()).isEqualTo("enabled");
    assertThat(again.status()).isEqualTo(409);
    var payload = IBM.replaceFirst("caa87[^\"]+", "orders-id");
    assertThat(ibm(payload.replaceFirst("3ecff[^\"]+", "orders-secret")).status()).isEqualTo(200);
  }

  @Test
  void refusesRegistrationsWithoutAValidAdminToken() {
    var user = ibm(IBM).json().get("access_token").asText();
    var admin = ibm(IBM_ADMIN).json().get("access_token").asText();
    now = now.plusSeconds(30);

    for (var token : new String[] {"", user, admin}) {
      var header = json("Authorization: Bearer " + token);
      var reply = client.send("POST", "/api/cloud/registrations", "{}", header);
      assertThat(reply.status()).isEqualTo(401);
    }
  }

  @Test
  void answersConfigapiWithTextAndTrailingComma() {
    var reply = form("/configapi/v2/oauth/token", CONFIGAPI);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).containsPattern("\"expires_in\":\"30\",\\s*}");
  }

  @ParameterizedTest
  @CsvSource({
    "client_credentials, password, unsupported_grant_type",
    "clientid, someone, invalid_client",
    "qkDw, guess, invalid_client",
    "example.com, example.org, invalid_scope",
    "&scope=example.com, '', invalid_request",
    "&scope=example.com, &scope=example.com&scope=x, invalid_request",
    "&scope=example.com, &scope=example.com&more=x, invalid_request",
    "example.com, %zz, invalid_request",
    "&scope=example.com, &scope, invalid_request"
  })
  void refusesWhatConfigapiWouldRefuse(String part, String instead, String error) {
    var reply = form("/configapi/v2/oauth/token", CONFIGAPI.replace(part, instead));

    assertThat(reply.json().get("error").asText()).isEqualTo(error);
  }

  @Test
  void givesApkTokensToTheDocumentedHostAlone() {
    var form = "grant_type=client_credentials";

    var good = form("/oauth2/token", form, "Host: idp.am.wso2.com", "Authorization: " + APK_BASIC);
    var noHost = form("/oauth2/token", form, "Authorization: " + APK_BASIC);
    var noBasic = form("/oauth2/token", form, "Host: idp.am.wso2.com");

    assertThat(good.json().get("scope").asText()).isEqualTo("default");
    assertThat(noHost.status()).isEqualTo(404);
    assertThat(noBasic.status()).isEqualTo(401);
    assertThat(noBasic.json().get("error").asText()).isEqualTo("invalid_client");
  }

  @Test
  void takesApiCloudRefreshTokensOnce() {
    var first = cloud(CLOUD_PASSWORD + "&scope=update");
    var renewal =
        "grant_type=refresh_token&refresh_token=" + first.json().get("refresh_token").asText();

    var second = cloud(renewal);
    var replayed = cloud(renewal);

    assertThat(second.json().get("scope").asText()).isEqualTo("update");
    assertThat(second.json().get("refresh_token")).isNotEqualTo(first.json().get("refresh_token"));
    assertThat(replayed.status()).isEqualTo(400);
    assertThat(replayed.json().get("error").asText()).isEqualTo("invalid_grant");
  }

  @ParameterizedTest
  @CsvSource({
    "not-a-secret, guess, invalid_grant",
    "%40johnsorg, '', invalid_grant",
    "grant_type=password, grant_type=client_credentials, unsupported_grant_type",
    "&password=not-a-secret, '', invalid_request"
  })
  void refusesWhatApiCloudWouldRefuse(String part, String instead, String error) {
    var reply = cloud(CLOUD_PASSWORD.replace(part, instead));

    assertThat(reply.json().get("error").asText()).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/token", "/configapi/v2/oauth/token", "/token"})
  void refusesGetAndForeignHosts(String path) {
    assertThat(client.send("GET", path, "").status()).isEqualTo(405);
    assertThat(client.send("POST", path, "", "Host: example.org").status()).isEqualTo(404);
    assertThat(server.requests(path)).isEqualTo(2);
  }

  @Test
  void answersNothingElsewhere() {
    assertThat(client.send("GET", "/", "").status()).isEqualTo(404);
    assertThat(client.send("GET", "/token/more", "").status()).isEqualTo(404);
  }

  @Test
  void saysWhyItCannotStart() {
    var taken = server.address().getPort();

    assertThatThrownBy(
            () ->
                DemoAuthorizationServer.start(
                    taken, Duration.ofSeconds(30), () -> now, new Random(7)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("127.0.0.1:" + taken);
  }

  private RawClient.Reply ibm(String body) {
    return client.send("POST", "/api/token", body, json());
  }

  private RawClient.Reply cloud(String body) {
    return form("/token", body, "Authorization: " + CLOUD_BASIC);
  }

  private RawClient.Reply form(String path, String body, String... headers) {
    return client.send(
        "POST",
        path,
        body,
        RawClient.with(headers, "Content-Type: application/x-www-form-urlencoded"));
  }

  private JsonNode identities(String realm) {
    var path = "/api/cloud/" + realm + "/identity-providers";
    return client.send("GET", path, "", "Accept: application/json").json();
  }

  private static String[] json(String... headers) {
    return RawClient.with(headers, "Content-Type: application/json", "Accept: application/json");
  }
}
