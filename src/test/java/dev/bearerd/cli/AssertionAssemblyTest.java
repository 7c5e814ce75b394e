package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bearerd.config.ConfigurationReader;
import dev.bearerd.hook.WebClient;
import dev.bearerd.kit.SigningKeys;
import dev.bearerd.oauth.HttpCall;
import dev.bearerd.oauth.HttpReply;
import dev.bearerd.token.Holdings;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What configurations with an assertion send. */
final class AssertionAssemblyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final Path directory;
  private final List<HttpCall> calls = new ArrayList<>();

  AssertionAssemblyTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void writeKeys() throws IOException {
    Files.writeString(directory.resolve("signing.key"), SigningKeys.pem());
    Files.writeString(directory.resolve("account.json"), SigningKeys.serviceAccount());
  }

  @Test
  void signsWhatTheConfigurationSays() throws IOException {
    fetch(
        """
        token-url: https://sts.example.com/token
        grant: jwt-bearer
        scopes: [orders]
        assertion:
          issuer: us
          subject: anna
          private-key-file: @/signing.key
          key-id: k1
          lifetime: 1m
          claims: {tenant: t}
        """);

    assertThat(SigningKeys.header(parameter("assertion")).get("kid").asText()).isEqualTo("k1");
    var claims = claims();
    assertThat(claims.get("iss").asText()).isEqualTo("us");
    assertThat(claims.get("sub").asText()).isEqualTo("anna");
    assertThat(claims.get("aud").asText()).isEqualTo("https://sts.example.com/token");
    assertThat(claims.get("exp").asLong()).isEqualTo(NOW.getEpochSecond() + 60);
    assertThat(claims.get("tenant").asText()).isEqualTo("t");
    assertThat(calls.get(0).body()).contains("&scope=orders").doesNotContain("client_id");
  }

  @Test
  void namesTheClientThatIsConfigured() throws IOException {
    fetch(
        """
        token-url: https://sts.example.com/token
        grant: jwt-bearer
        client-id: orders
        client-secret: s3cret
        client-authentication: post
        assertion: {issuer: us, audience: them, private-key-file: @/signing.key}
        """);

    assertThat(calls.get(0).body()).contains("&client_id=orders&client_secret=s3cret");
    assertThat(claims().get("aud").asText()).isEqualTo("them");
  }

  @Test
  void signsAnewForEachRequest() throws IOException {
    fetch(
        """
        token-url: https://sts.example.com/token
        grant: jwt-bearer
        assertion: {issuer: us, private-key-file: @/signing.key}
        """,
        2);

    assertThat(calls.get(0).body()).isNotEqualTo(calls.get(1).body());
  }

  @Test
  void asksGoogleInTheNameOfAServiceAccount() throws IOException {
    fetch(
        """
        preset: google
        service-account-file: @/account.json
        scopes: [a, b]
        """);

    assertThat(calls.get(0).url()).hasToString("https://oauth2.googleapis.com/token");
    assertThat(calls.get(0).body()).doesNotContain("client_id").doesNotContain("scope=");
    assertThat(claims().get("aud").asText()).isEqualTo("https://oauth2.googleapis.com/token");
    assertThat(claims().get("scope").asText()).isEqualTo("a b");
    assertThat(claims().has("sub")).isFalse();
  }

  @Test
  void asksGoogleForTheTokenOfAUser() throws IOException {
    fetch(
        """
        preset: google
        service-account-file: @/account.json
        scopes: [a]
        username: anna@example.com
        """);

    assertThat(claims().get("sub").asText()).isEqualTo("anna@example.com");
  }

  @Test
  void asksGoogleForAnIdToken() throws IOException {
    fetch(
        """
        preset: google
        service-account-file: @/account.json
        audience: https://orders.example.com
        """);

    assertThat(claims().get("target_audience").asText()).isEqualTo("https://orders.example.com");
    assertThat(calls.get(0).body()).doesNotContain("audience=");
  }

  @Test
  void asksGitHubForTheTokenOfAnInstallation() throws IOException {
    fetch(
        """
        preset: github-app
        client-id: Iv1.8a61f9b3a7aba766
        private-key-file: @/signing.key
        installation-id: 12345
        scopes: [contents:read]
        parameters: {repositories: "orders, billing"}
        """);

    assertThat(calls.get(0).url())
        .hasToString("https://api.github.com/app/installations/12345/access_tokens");
    assertThat(calls.get(0).body())
        .isEqualTo(
            "{\"repositories\":[\"orders\",\"billing\"],\"permissions\":{\"contents\":\"read\"}}");
  }

  private JsonNode claims() {
    return SigningKeys.claims(parameter("assertion"));
  }

  private String parameter(String name) {
    return Stream.of(calls.get(0).body().split("&", -1))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
        .findFirst()
        .orElseThrow();
  }

  private void fetch(String keys) throws IOException {
    fetch(keys, 1);
  }

  /** The answer is no token, which is of no interest here. */
  private void fetch(String keys, int times) throws IOException {
    var yaml = "bearerd:\n  providers:\n    orders:\n" + keys.indent(6);
    var file =
        Files.writeString(directory.resolve("bearerd.yaml"), yaml.replace("@/", directory + "/"));
    var configuration = new ConfigurationReader(Map.of()).read(List.of(file));
    var assembly =
        new Assembly(
            tls ->
                (call, limits) -> {
                  calls.add(call);
                  return new HttpReply(503, Map.of(), "", NOW);
                },
            new WebClient(),
            ClusterAssembly.offline(),
            InstantSource.fixed(NOW),
            new Random(1));
    var source = assembly.assemble(configuration).providers().get(0).source();
    for (var i = 0; i < times; i++) {
      assertThat(catchThrowable(() -> source.fetch(Holdings.NOTHING))).hasMessage("HTTP 503");
    }
  }
}
