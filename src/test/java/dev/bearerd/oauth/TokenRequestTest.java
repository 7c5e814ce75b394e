package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bearerd.oauth.ClientAuthentication.Basic;
import dev.bearerd.oauth.ClientAuthentication.Encoding;
import dev.bearerd.oauth.ClientAuthentication.None;
import dev.bearerd.oauth.ClientAuthentication.Post;
import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRequestTest {
  private static final URI URL = URI.create("https://sts.example.com/token");
  private static final Grant GRANT = new Grant.ClientCredentials();
  private static final ClientSource ODD_CLIENT =
      new ConfiguredClient("i:d", Optional.of(new SecretRef.Literal(new Secret("s e+c%"))));

  @Test
  void formEncodesIdAndSecretOfABasicHeader() {
    var call = request(GRANT, new Basic(ODD_CLIENT, Encoding.FORM)).call();

    assertThat(credentials(call)).isEqualTo("i%3Ad:s+e%2Bc%25");
  }

  @Test
  void leavesIdAndSecretOfABasicHeaderAsTheyAreWhenRaw() {
    var call = request(GRANT, new Basic(ODD_CLIENT, Encoding.RAW)).call();

    assertThat(credentials(call)).isEqualTo("i:d:s e+c%");
  }

  @Test
  void postsIdAndSecretAsParameters() {
    var call = request(GRANT, new Post(ODD_CLIENT)).call();

    assertThat(call.body())
        .isEqualTo("grant_type=client_credentials&client_id=i%3Ad&client_secret=s+e%2Bc%25");
    assertThat(call.headers()).doesNotContainKey("Authorization");
  }

  @Test
  void sendsTheIdAloneForAPublicClient() {
    var call = request(GRANT, new None(ODD_CLIENT)).call();

    assertThat(call.body()).isEqualTo("grant_type=client_credentials&client_id=i%3Ad");
  }

  @Test
  void looksUpSecretsForEachCall(@TempDir Path directory) throws IOException {
    var file = Files.writeString(directory.resolve("password"), "first\n");
    var password = new SecretRef.File("password-file", file);
    var request = request(new Grant.Password("jo", password), new None(ODD_CLIENT));
    var before = request.call();
    Files.writeString(file, "second\n");

    var after = request.call();

    assertThat(before.body()).contains("username=jo&password=first");
    assertThat(after.body()).contains("username=jo&password=second");
  }

  @Test
  void renewsWithoutScopeButWithTheConfiguredParameters() {
    var request =
        new TokenRequest(
            URL,
            new Grant.Password("jo", new SecretRef.Literal(new Secret("pw"))),
            new None(ODD_CLIENT),
            List.of("a", "b"),
            Map.of("audience", "orders"),
            Map.of(),
            BodyFormat.FORM);

    assertThat(request.refreshCall(new Secret("r1")).body())
        .isEqualTo("grant_type=refresh_token&refresh_token=r1&client_id=i%3Ad&audience=orders");
    assertThat(request.call().body())
        .isEqualTo(
            "grant_type=password&username=jo&password=pw&client_id=i%3Ad&scope=a+b&audience=orders");
  }

  @Test
  void keepsTheOrderOfParametersAndLetsConfiguredOnesReplaceOurs() {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("z", "1");
    parameters.put("client_id", "other");
    parameters.put("a", "2");

    var call = request(parameters, Map.of(), BodyFormat.JSON).call();

    assertThat(call.body())
        .isEqualTo(
            "{\"grant_type\":\"client_credentials\",\"client_id\":\"other\",\"z\":\"1\",\"a\":\"2\"}");
  }

  @Test
  void letsAConfiguredHeaderOfAnyCaseReplaceOurs() {
    var headers = Map.of("accept", "*/*", "CONTENT-TYPE", "text/plain", "Host", "h");

    var call = request(Map.of(), headers, BodyFormat.FORM).call();

    assertThat(call.headers())
        .hasSize(3)
        .containsEntry("Accept", "*/*")
        .containsEntry("Content-Type", "text/plain")
        .containsEntry("Host", "h");
  }

  @Test
  void remembersEverySecretThatItSends() {
    var request =
        new TokenRequest(
            URL,
            new Grant.Password("jo", new SecretRef.Literal(new Secret("pw"))),
            new Basic(ODD_CLIENT, Encoding.RAW),
            List.of(),
            Map.of("device_secret", "d5d5d5"),
            Map.of("X-Api-Key", "a5a5a5"),
            BodyFormat.FORM);

    assertThat(request.call().secrets().stream().map(Secret::reveal))
        .containsExactlyInAnyOrder("pw", "s e+c%", "aTpkOnMgZStjJQ==", "d5d5d5", "a5a5a5");
  }

  @Test
  void showsNothingSecretAsText() {
    var call = request(GRANT, new Post(ODD_CLIENT)).call();

    assertThat(call).hasToString("POST https://sts.example.com/token");
    assertThat(request(GRANT, new Post(ODD_CLIENT)).toString()).doesNotContain("s e+c%");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length", "transfer-encoding", "a b", "", "x:y"})
  void refusesHeadersThatWouldBreakTheRequest(String name) {
    assertThatThrownBy(() -> request(Map.of(), Map.of(name, "1"), BodyFormat.FORM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("headers: ");
  }

  @Test
  void refusesAHeaderThatSmugglesAnother() {
    assertThatThrownBy(() -> request(Map.of(), Map.of("X", "1\r\nY: 2"), BodyFormat.FORM))
        .hasMessage("headers: X contains a control character");
  }

  @ParameterizedTest
  @ValueSource(strings = {"grant_type", "password", "client_secret", "refresh_token"})
  void refusesParametersThatHaveAKeyOfTheirOwn(String name) {
    assertThatThrownBy(() -> request(Map.of(name, "x"), Map.of(), BodyFormat.FORM))
        .hasMessage("parameters: " + name + " has a key of its own");
  }

  private static TokenRequest request(Grant grant, ClientAuthentication authentication) {
    return new TokenRequest(
        URL, grant, authentication, List.of(), Map.of(), Map.of(), BodyFormat.FORM);
  }

  private static TokenRequest request(
      Map<String, String> parameters, Map<String, String> headers, BodyFormat body) {
    return new TokenRequest(URL, GRANT, new None(ODD_CLIENT), List.of(), parameters, headers, body);
  }

  private static String credentials(HttpCall call) {
    var header = call.headers().getOrDefault("Authorization", "");
    var decoded = Base64.getDecoder().decode(header.substring("Basic ".length()));
    return new String(decoded, StandardCharsets.UTF_8);
  }
}
