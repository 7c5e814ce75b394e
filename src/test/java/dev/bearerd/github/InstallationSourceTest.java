package dev.bearerd.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bearerd.key.PrivateKeyFile;
import dev.bearerd.key.SignatureAlgorithm;
import dev.bearerd.key.SigningKeyFile;
import dev.bearerd.kit.SigningKeys;
import dev.bearerd.oauth.HttpCall;
import dev.bearerd.oauth.HttpReply;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.oauth.Redaction;
import dev.bearerd.token.Answer;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Kind;
import dev.bearerd.token.TokenException.Reach;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InstallationSourceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final URI SERVER = URI.create("https://api.github.com");
  private static final InstallationRequest EVERYTHING =
      new InstallationRequest(SERVER, "12345", List.of(), List.of(), Map.of());

  private final Path key;
  private final List<HttpCall> calls = new ArrayList<>();
  private Map<String, String> headers = Map.of("Date", "Sun, 01 Mar 2026 12:00:00 GMT");

  InstallationSourceTest(@TempDir Path directory) {
    this.key = directory.resolve("app.pem");
  }

  @BeforeEach
  void writeKey() throws IOException {
    Files.writeString(key, SigningKeys.pem());
  }

  @Test
  void asksAsDocumented() throws IOException {
    fetch(
        new InstallationRequest(
            SERVER,
            "12345",
            List.of(Permission.of("contents:read"), Permission.of("issues:write")),
            List.of("orders", "billing"),
            Map.of()),
        201,
        golden("response.txt"));

    assertThat(written(calls.get(0))).isEqualTo(golden("request.txt"));
  }

  @Test
  void asksForAllThatTheInstallationMay() throws IOException {
    fetch(EVERYTHING, 201, golden("response.txt"));

    assertThat(calls.get(0).body()).isEqualTo("{}");
  }

  @Test
  void asksAnEnterpriseServerBelowItsPath() throws IOException {
    var server = URI.create("https://github.example.com/api/v3/");

    fetch(
        new InstallationRequest(server, "1", List.of(), List.of(), Map.of("accept", "x")),
        201,
        golden("response.txt"));

    assertThat(calls.get(0).url())
        .hasToString("https://github.example.com/api/v3/app/installations/1/access_tokens");
    assertThat(calls.get(0).headers()).containsEntry("Accept", "x");
  }

  @Test
  void provesTheAppWithAJwtThatGitHubTakesOnAnyClock() throws IOException {
    fetch(EVERYTHING, 201, golden("response.txt"));

    var claims = SigningKeys.claims(jwt());
    assertThat(claims.get("iss").asText()).isEqualTo("Iv1.8a61f9b3a7aba766");
    assertThat(claims.get("iat").asLong()).isEqualTo(NOW.getEpochSecond() - 60);
    assertThat(claims.get("exp").asLong()).isEqualTo(NOW.getEpochSecond() + 480);
    assertThat(SigningKeys.header(jwt()).get("alg").asText()).isEqualTo("RS256");
  }

  @Test
  void readsTheDocumentedAnswer() throws IOException {
    var answer = fetch(EVERYTHING, 201, golden("response.txt"));

    assertThat(answer.token().value().reveal())
        .isEqualTo("ghs_16C7e42F292c6912E7710c838347Ae178B4a");
    assertThat(answer.token().lifetime()).isEqualTo(Duration.ofHours(1));
    assertThat(answer.token().scopes())
        .containsExactly("issues:write", "contents:read", "metadata:read");
    assertThat(answer.holdings()).isEqualTo(Holdings.NOTHING);
  }

  @Test
  void reckonsTheLifeByGitHubsClock() throws IOException {
    headers = Map.of("Date", "Sun, 01 Mar 2026 12:50:00 GMT");

    var answer = fetch(EVERYTHING, 201, golden("response.txt"));

    assertThat(answer.token().expiresAt()).isEqualTo(NOW.plusSeconds(600));
    assertThat(answer.clockSkew().orElseThrow()).isGreaterThan(Duration.ofMinutes(49));
  }

  @Test
  void holdsEverybodyBackOnceTheLimitIsUsedUp() throws IOException {
    headers = Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "" + at(60));

    assertThat(fetch(EVERYTHING, 201, golden("response.txt")).pause())
        .contains(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          401 | A JSON web token could not be decoded | HTTP 401: A JSON web token could not be decoded (do client-id and private-key-file belong to one app
          401 | 'Expiration time' claim ('exp') is too far in the future | is this machine's clock right?
          404 | Integration not found | HTTP 404: Integration not found (is installation-id
          404 | Not Found | is installation-id that of an installation of this client-id's app?)
          403 | This installation has been suspended | HTTP 403: This installation has been suspended
          422 | The permissions requested are not granted to this installation. | not granted to this installation. (does the installation have all scopes
          """)
  void tellsWhyGitHubRefuses(int status, String message, String words) {
    var failure = failure(status, "{\"message\": \"" + message + "\", \"status\": \"x\"}");

    assertThat(failure).hasMessageContaining(words);
    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429})
  void waitsAsLongAsALimitSays(int status) {
    headers = Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "" + at(90));

    var failure = failure(status, "{\"message\": \"API rate limit exceeded\"}");

    assertThat(failure).hasMessage("HTTP " + status + ": API rate limit exceeded");
    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(failure.reach()).isEqualTo(Reach.STRAINED);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(90));
  }

  @Test
  void waitsAfterASecondaryLimitWithoutAnyHeader() {
    var failure = failure(403, "{\"message\": \"You have exceeded a secondary rate limit\"}");

    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(failure.retryAfter()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | <html>proxy</html> | HTTP 401 without an OAuth error; is https://api.github.com/app
          404 | {} | HTTP 404 without an OAuth error; is https://api.github.com/app
          502 | {"message": "Server Error"} | HTTP 502
          302 | moved | HTTP 302 redirect
          """)
  void triesAgainWhereSomebodyElseAnswered(int status, String body, String words) {
    var failure = failure(status, body);

    assertThat(failure).hasMessageStartingWith(words);
    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <html> | without a token; is https://api.github.com/app/installations/12345/access_tokens
          [] | without a token
          {"token": 7} | without a token
          {"token": "t"} | with a token, but no time at expires_at
          {"token": "t", "expires_at": "tomorrow"} | with a token, but no time at expires_at
          {"token": "t", "expires_at": "2026-03-01T12:00:00Z"} | has already expired
          {"token": "t t", "expires_at": "2026-03-01T13:00:00Z"} | contains a space
          """)
  void publishesNoAnswerThatIsNoToken(String body, String words) {
    var failure = failure(201, body);

    assertThat(failure).hasMessageContaining(words);
    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
  }

  @Test
  void showsNeitherTheJwtNorTheToken() throws IOException {
    var failure =
        catchThrowableOfType(
            TokenException.class,
            () ->
                source(
                        EVERYTHING,
                        (call, limits) -> {
                          calls.add(call);
                          return reply(401, "{\"message\": \"bad " + jwt() + "\"}");
                        })
                    .fetch(Holdings.NOTHING));
    var call = calls.get(0);
    var shown =
        Redaction.lines(call).toString()
            + Redaction.lines(call, reply(201, golden("response.txt")))
            + failure.getMessage();

    assertThat(shown).doesNotContain(jwt()).doesNotContain("ghs_").contains("bad ***");
  }

  @Test
  void asksNobodyWithoutItsKey() throws IOException {
    Files.delete(key);

    var failure = failure(201, golden("response.txt"));

    assertThat(failure).hasMessage("private-key-file " + key + " does not exist");
    assertThat(calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"contents", "contents:", ":read", "contents:all", "Contents:read"})
  void takesNoOtherScopes(String scope) {
    assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> Permission.of(scope)))
        .hasMessage("scopes: must be permissions of a GitHub App such as contents:read");
  }

  private TokenException failure(int status, String body) {
    return catchThrowableOfType(TokenException.class, () -> fetch(EVERYTHING, status, body));
  }

  private Answer fetch(InstallationRequest request, int status, String body) {
    return source(
            request,
            (call, limits) -> {
              calls.add(call);
              return reply(status, body);
            })
        .fetch(Holdings.NOTHING);
  }

  private InstallationSource source(InstallationRequest request, HttpTransport transport) {
    var file = new PrivateKeyFile("private-key-file", key, Optional.empty());
    return new InstallationSource(
        new App(
            "Iv1.8a61f9b3a7aba766",
            new SigningKeyFile(file, Optional.of(SignatureAlgorithm.RS256), Optional.empty())),
        request,
        transport,
        new HttpTransport.Limits(Duration.ofSeconds(1), 1024),
        InstantSource.fixed(NOW),
        new Random(1));
  }

  private HttpReply reply(int status, String body) {
    return new HttpReply(status, headers, body, NOW);
  }

  private String jwt() {
    return String.valueOf(calls.get(0).headers().get("Authorization"))
        .substring("Bearer ".length());
  }

  private String written(HttpCall call) {
    var text = new StringBuilder(call.method() + " " + call.url() + "\n");
    call.headers().forEach((name, value) -> text.append(name + ": " + value + "\n"));
    return (text + "\n" + call.body() + "\n").replace(jwt(), "JWT");
  }

  private static long at(int seconds) {
    return NOW.getEpochSecond() + seconds;
  }

  private static String golden(String file) throws IOException {
    return Files.readString(Path.of("src/test/resources/golden/github-app", file));
  }
}
