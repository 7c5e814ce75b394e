package dev.bearerd.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bearerd.oauth.AnswerReader;
import dev.bearerd.oauth.BodyFormat;
import dev.bearerd.oauth.ClientAuthentication;
import dev.bearerd.oauth.ConfiguredClient;
import dev.bearerd.oauth.Grant;
import dev.bearerd.oauth.HttpCall;
import dev.bearerd.oauth.HttpReply;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.oauth.Pointers;
import dev.bearerd.oauth.TokenRequest;
import dev.bearerd.token.Answer;
import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A login as a timeline: each wait moves the clock, and the server answers in turn. */
class DeviceLoginTest {
  private static final String CODE =
      """
      {"device_code": "d3v1ce", "user_code": "WDJB-MJHT", "verification_uri": "https://h/device",
       "verification_uri_complete": "https://h/device?user_code=WDJB-MJHT",
       "expires_in": "60", "interval": 2}
      """;
  private static final String GRANTED =
      "{\"access_token\": \"t\", \"token_type\": \"bearer\", \"expires_in\": 60,"
          + " \"refresh_token\": \"r1\"}";
  private static final String PENDING = "{\"error\": \"authorization_pending\"}";

  private final Queue<Supplier<HttpReply>> replies = new ArrayDeque<>();
  private final List<HttpCall> calls = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void showsWhatAPersonNeeds() {
    reply(200, CODE);

    var authorization = login().begin();

    assertThat(authorization.userCode()).isEqualTo("WDJB-MJHT");
    assertThat(authorization.verificationUri()).isEqualTo("https://h/device");
    assertThat(authorization.completeUri()).contains("https://h/device?user_code=WDJB-MJHT");
    assertThat(authorization.interval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(authorization.expiresAt()).isEqualTo(now.plusSeconds(60));
    assertThat(authorization.toString()).doesNotContain("d3v1ce");
    assertThat(calls.get(0).url()).isEqualTo(URI.create("https://h/start"));
    assertThat(calls.get(0).body())
        .isEqualTo("scope=read+offline_access&audience=orders&client_id=me");
  }

  @Test
  void asksAsOftenAsTheServerWantsUntilItIsGranted() throws InterruptedException {
    reply(200, CODE);
    reply(400, PENDING);
    reply(400, PENDING);
    reply(200, GRANTED);

    var answer = run();

    assertThat(answer.token().value()).isEqualTo(new Secret("t"));
    assertThat(answer.holdings().refreshTokens()).containsExactly(new Secret("r1"));
    assertThat(waits).containsExactly(seconds(2), seconds(2), seconds(2));
    assertThat(calls.get(3).url()).isEqualTo(URI.create("https://h/token"));
    assertThat(calls.get(3).body())
        .isEqualTo(
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"
                + "&device_code=d3v1ce&client_id=me");
  }

  @Test
  void slowsDownForGoodWhereItIsTold() throws InterruptedException {
    reply(200, CODE);
    reply(400, "{\"error\": \"slow_down\"}");
    reply(400, PENDING);
    reply(400, "{\"error\": \"slow_down\"}");
    reply(200, GRANTED);

    run();

    assertThat(waits).containsExactly(seconds(2), seconds(7), seconds(7), seconds(12));
  }

  @Test
  void goesOnAfterFailuresThatMayPass() throws InterruptedException {
    reply(200, CODE);
    replies.add(
        () -> {
          throw TokenException.noAnswer("no answer within 10s");
        });
    reply(503, "");
    reply(200, GRANTED);

    assertThat(run().token().value()).isEqualTo(new Secret("t"));
    assertThat(waits).containsExactly(seconds(2), seconds(7), seconds(12));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404})
  void endsWhereSomebodyElseAnswers(int status) {
    reply(200, CODE);
    reply(status, "<html>");

    assertThat(failure()).hasMessageContaining("HTTP " + status);
    assertThat(waits).hasSize(1);
  }

  @Test
  void tellsAtTheEndWhyTheServerCouldNotBeAsked() {
    reply(200, CODE);
    for (var i = 0; i < 100; i++) {
      replies.add(
          () -> {
            throw TokenException.hostDown("h:443: connection refused");
          });
    }

    assertThat(failure())
        .hasMessage("h:443: connection refused; nobody has confirmed the code in time");
    assertThat(failure.map(TokenException::reach)).contains(TokenException.Reach.UNREACHED);
  }

  @Test
  void tellsNothingOfFailuresThatHavePassed() {
    reply(200, CODE);
    reply(503, "");
    for (var i = 0; i < 100; i++) {
      reply(400, PENDING);
    }

    assertThat(failure()).hasMessage("nobody has confirmed the code in time");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "access_denied | the login was refused in the browser",
        "expired_token | nobody has confirmed the code in time",
        "invalid_client | invalid_client (HTTP 400)"
      })
  void endsWhereTheServerSaysNo(String error, String words) {
    reply(200, CODE);
    reply(400, "{\"error\": \"%s\"}".formatted(error));

    assertThat(failure()).hasMessage(words);
    assertThat(failure.map(TokenException::kind)).contains(TokenException.Kind.REJECTED);
    assertThat(waits).hasSize(1);
  }

  private Optional<TokenException> failure = Optional.empty();

  @Test
  void givesUpWhenTheCodeIsNoGoodAnyMore() {
    reply(200, CODE);
    for (var i = 0; i < 100; i++) {
      reply(400, PENDING);
    }

    assertThat(failure()).hasMessage("nobody has confirmed the code in time");
    assertThat(waits).hasSize(30);
  }

  @Test
  void goesOnWhileASecretCannotBeRead() throws InterruptedException {
    reply(200, CODE);
    replies.add(
        () -> {
          throw TokenException.local("client-secret-file does not exist");
        });
    reply(200, GRANTED);

    assertThat(run().token().value()).isEqualTo(new Secret("t"));
  }

  @Test
  void sendsNothingMoreWhereNoOtherTryHelps() {
    reply(200, CODE);
    replies.add(
        () -> {
          throw TokenException.unprepared("client.pem has expired");
        });

    assertThat(failure()).hasMessage("client.pem has expired");
  }

  @Test
  void aLoginWithoutARefreshTokenIsOfNoUse() {
    reply(200, CODE);
    reply(200, "{\"access_token\": \"t\", \"expires_in\": 60}");

    assertThat(failure()).hasMessageContaining("no refresh token").hasMessageContaining("offline");
  }

  @Test
  void standsWhatServersLeaveOut() {
    reply(
        200,
        "{\"device_code\": \"d\", \"user_code\": \"u\", \"verification_url\": \"https://h/d\"}");

    var authorization = login().begin();

    assertThat(authorization.interval()).isEqualTo(seconds(5));
    assertThat(authorization.expiresAt()).isEqualTo(now.plusSeconds(600));
    assertThat(authorization.completeUri()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "{}",
        "{\"user_code\": \"u\", \"verification_uri\": \"v\"}",
        "{\"device_code\": \"d\", \"verification_uri\": \"v\"}",
        "{\"device_code\": \"d\", \"user_code\": \"\", \"verification_uri\": \"v\"}",
        "{\"device_code\": \"d\", \"user_code\": \"u\"}"
      })
  void needsACodeAndAnAddress(String body) {
    reply(200, body);

    assertThat(failure())
        .hasMessage(
            "HTTP 200 without a code for the login; is https://h/start the device authorization"
                + " endpoint?");
  }

  @Test
  void saysWhatTheServerSaysToTheFirstRequest() {
    reply(400, "{\"error\": \"unauthorized_client\"}");

    assertThat(failure()).hasMessage("unauthorized_client (HTTP 400)");
  }

  @Test
  void showsNoControlCharactersOfTheServer() {
    reply(
        200,
        "{\"device_code\": \"d\", \"user_code\": \"u\\u001b[2J\", \"verification_uri\": \"v\"}");

    assertThat(login().begin().userCode()).isEqualTo("u [2J");
  }

  @Test
  void showsAddressesWhole() {
    var address = "https://h/device?state=" + "s".repeat(500);

    assertThat(begun(address).verificationUri()).isEqualTo(address);
    assertThat(begun(address).completeUri()).contains(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://h/\\u001b[2J", "https://h/\\u0085", "https://h/ x"})
  void showsNoAddressThatIsNone(String address) {
    assertThat(begun(address).completeUri()).isEmpty();
    assertThat(begun(address).verificationUri()).doesNotContain("\u001b", "\u0085");
  }

  @Test
  void encodesWhatCouldMakeAnAddressLookLikeAnother() {
    assertThat(begun("https://h/\\u202ex").completeUri()).contains("https://h/%E2%80%AEx");
  }

  private DeviceAuthorization begun(String address) {
    reply(200, code(address));
    return login().begin();
  }

  private static String code(String address) {
    return "{\"device_code\": \"d3v1ce\", \"user_code\": \"u\", \"verification_uri\": \""
        + address
        + "\", \"verification_uri_complete\": \""
        + address
        + "\"}";
  }

  private TokenException failure() {
    var thrown = catchThrowableOfType(TokenException.class, this::run);
    failure = Optional.of(thrown);
    return thrown;
  }

  private Answer run() throws InterruptedException {
    var login = login();
    return login.finish(
        login.begin(),
        pause -> {
          waits.add(pause);
          now = now.plus(pause);
        });
  }

  private void reply(int status, String body) {
    replies.add(() -> new HttpReply(status, Map.of(), body, now));
  }

  private DeviceLogin login() {
    var client = new ConfiguredClient("me", Optional.empty());
    var request =
        new TokenRequest(
            URI.create("https://h/token"),
            new Grant.Login("p"),
            new ClientAuthentication.None(client),
            List.of("read", "offline_access"),
            Map.of("audience", "orders"),
            Map.of(),
            BodyFormat.FORM);
    return new DeviceLogin(
        URI.create("https://h/start"),
        request,
        request,
        new AnswerReader(Pointers.DEFAULT, Optional.empty()),
        (call, limits) -> {
          calls.add(call);
          return replies.remove().get();
        },
        new HttpTransport.Limits(seconds(1), 1024),
        () -> now);
  }

  private static Duration seconds(int count) {
    return Duration.ofSeconds(count);
  }
}
