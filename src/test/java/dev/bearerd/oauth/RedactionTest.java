package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.oauth.ClientAuthentication.Basic;
import dev.bearerd.oauth.ClientAuthentication.Encoding;
import dev.bearerd.oauth.ClientAuthentication.Post;
import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final ClientSource CLIENT =
      new ConfiguredClient("app", Optional.of(new SecretRef.Literal(Answers.MARKED)));

  @Test
  void showsARequestWithoutItsSecrets() {
    var call = request(new Basic(CLIENT, Encoding.RAW), BodyFormat.FORM).call();

    assertThat(Redaction.lines(call))
        .containsExactly(
            "POST https://sts.example.com/token",
            "Accept: application/json",
            "Authorization: Basic ***",
            "Content-Type: application/x-www-form-urlencoded",
            "X-Api-Key: ***",
            "grant_type=password",
            "username=jo@example.com",
            "password=***",
            "scope=a",
            "audience=orders",
            "vendor_secret=***",
            "echo=***");
  }

  @Test
  void showsAJsonRequestWithoutItsSecrets() {
    var call = request(new Post(CLIENT), BodyFormat.JSON).call();

    assertThat(Redaction.lines(call))
        .contains("password=***", "client_id=app", "client_secret=***", "vendor_secret=***");
  }

  @Test
  void showsAReplyWithoutItsTokens() {
    var body =
        "{\"access_token\":\"abc\",\"token_type\":\"Bearer\",\"expires_in\":60,\"scope\":\"a b\","
            + "\"jwt\":\"eyJhbGciOiJIUzI1NiJ9.e30.x\",\"list\":[\"secret\"],\"map\":{\"a\":1}}";

    assertThat(Redaction.lines(Answers.call(), Answers.json(200, body)))
        .containsExactly(
            "HTTP 200",
            "Content-Type: application/json",
            "access_token: *** (3 characters)",
            "token_type: Bearer",
            "expires_in: 60",
            "scope: a b",
            "jwt: *** (26 characters)",
            "list: […]",
            "map: {…}");
  }

  @Test
  void showsTheAddressesOfMetadataAndNothingElseOfTheirNames() {
    var body =
        "{\"issuer\":\"https://sso.example.com/realms/orders\",\"token_endpoint\":\"/token\","
            + "\"revocation_endpoint\":\"https://someone:word@host/x\",\"access_token\":\"https://h/abc\"}";

    assertThat(Redaction.lines(Answers.call(), Answers.json(200, body)))
        .contains("issuer: https://sso.example.com/realms/orders", "token_endpoint: /token")
        .contains("revocation_endpoint: *** (27 characters)", "access_token: *** (13 characters)");
  }

  @Test
  void showsOnlyTheSizeOfABodyThatIsNoJson() {
    assertThat(Redaction.lines(Answers.call(), Answers.reply(502, "<html>", "Date", "now")))
        .containsExactly("HTTP 502", "Date: now", "(6 characters that are no JSON object)");
  }

  @Test
  void hidesSecretsInWhateverFormTheyComeBack() {
    var echo =
        LenientJson.readObject("{}")
            .orElseThrow()
            .put("error_description", "got mark%2Bed%2Fs%C3%A9cret%221 and mark+ed/sécret\\\"1");

    assertThat(Redaction.lines(Answers.call(), Answers.json(400, echo.toString())))
        .contains("error_description: got *** and ***");
  }

  @Test
  void showsWhatGitHubIsAskedAndAnswersWithoutItsToken() {
    var call =
        new HttpCall(
            "POST",
            URI.create("https://api.github.com/app/installations/1/access_tokens"),
            Map.of("X-GitHub-Api-Version", "2022-11-28"),
            "{\"permissions\":{\"contents\":\"read\"}}",
            List.of());
    var answer =
        "{\"token\":\"ghs_x\",\"expires_at\":\"2026-03-01T11:00:00Z\","
            + "\"permissions\":{\"contents\":\"read\",\"issues\":\"write\"}}";

    assertThat(Redaction.lines(call))
        .contains("X-GitHub-Api-Version: 2022-11-28", "permissions={contents: read}");
    assertThat(Redaction.lines(call, Answers.json(201, answer)))
        .contains(
            "token: *** (5 characters)",
            "expires_at: 2026-03-01T11:00:00Z",
            "permissions: {contents: read, issues: write}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"hush\"",
        "{}",
        "{\"contents\":\"hush\"}",
        "{\"HUSH\":\"read\"}",
        "{\"contents\":{\"hush\":\"read\"}}"
      })
  void hidesPermissionsThatAreNone(String value) {
    var call =
        new HttpCall(
            "POST",
            URI.create("https://h/t"),
            Map.of(),
            "{\"permissions\":" + value + "}",
            List.of());

    assertThat(Redaction.lines(call)).contains("permissions=***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-03-01T11:00:00ZZ", "2026-03-01T11:00:00Z-and-a-token"})
  void hidesWhatOnlyBeginsLikeATime(String value) {
    assertThat(
            Redaction.lines(
                Answers.call(), Answers.json(200, "{\"expires_at\":\"" + value + "\"}")))
        .contains("expires_at: *** (%d characters)".formatted(value.length()));
  }

  @ParameterizedTest
  @CsvSource({
    "client_secret,true",
    "Password,true",
    "refresh_token,true",
    "assertion,true",
    "client_assertion,true",
    "subject_token,true",
    "actor_token,true",
    "X-API-Key,true",
    "Authorization,true",
    "subject_token_type,false",
    "token_type,false",
    "pin,true",
    "X-Auth,true",
    "username,false",
    "scope,false",
    "X-GitHub-Api-Version,false"
  })
  void showsOnlyWhatIsKnownToBeHarmless(String name, boolean hidden) {
    assertThat(Redaction.hides(name)).isEqualTo(hidden);
  }

  private static TokenRequest request(ClientAuthentication authentication, BodyFormat body) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("audience", "orders");
    parameters.put("vendor_secret", "vs");
    parameters.put("echo", "x" + Answers.MARKED.reveal() + "x");
    return new TokenRequest(
        URI.create("https://user:pw@sts.example.com/token?key=k"),
        new Grant.Password("jo@example.com", new SecretRef.Literal(new Secret("p&w"))),
        authentication,
        List.of("a"),
        parameters,
        Map.of("X-Api-Key", "abc"),
        body);
  }
}
