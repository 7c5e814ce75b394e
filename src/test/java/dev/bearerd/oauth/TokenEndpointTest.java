package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bearerd.oauth.ClientAuthentication.None;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import dev.bearerd.token.TokenException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEndpointTest {
  private static final HttpReply REJECTED =
      Answers.json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"expired\"}");

  private final List<String> bodies = new ArrayList<>();
  private final Deque<HttpReply> replies = new ArrayDeque<>();

  @Test
  void asksByTheConfiguredGrantWithoutARefreshToken() {
    replies.add(granted("t1", "r1"));

    var answer = endpoint().fetch(Holdings.NOTHING);

    assertThat(bodies).singleElement().asString().startsWith("grant_type=password");
    assertThat(answer.token().value()).isEqualTo(new Secret("t1"));
    assertThat(answer.holdings()).isEqualTo(holding("r1"));
    assertThat(answer.token().obtainedAt()).isEqualTo(Answers.SENT);
    assertThat(answer.token().expiresAt()).isEqualTo(Answers.SENT.plusSeconds(60));
  }

  @Test
  void renewsByTheRefreshTokenInHand() {
    replies.add(granted("t2", "r2"));

    var answer = endpoint().fetch(holding("r1"));

    assertThat(bodies).containsExactly("grant_type=refresh_token&refresh_token=r1&client_id=app");
    assertThat(answer.holdings()).isEqualTo(holding("r2", "r1"));
  }

  @Test
  void asksWithThePredecessorWhenTheNewestRefreshTokenIsRefused() {
    replies.add(REJECTED);
    replies.add(granted("t3", "r3"));

    var answer = endpoint().fetch(holding("r2", "r1"));

    assertThat(bodies)
        .containsExactly(
            "grant_type=refresh_token&refresh_token=r2&client_id=app",
            "grant_type=refresh_token&refresh_token=r1&client_id=app");
    assertThat(answer.holdings()).isEqualTo(holding("r3", "r1"));
  }

  @Test
  void keepsTheRefreshTokenThatAnAnswerDoesNotReplace() {
    replies.add(Answers.json(200, "{\"access_token\":\"t2\",\"expires_in\":60}"));

    var answer = endpoint().fetch(holding("r1"));

    assertThat(answer.holdings()).isEqualTo(holding("r1"));
  }

  @Test
  void asksByTheConfiguredGrantAtOnceWhenTheRefreshTokenIsRefused() {
    replies.add(REJECTED);
    replies.add(granted("t2", "r2"));

    var answer = endpoint().fetch(holding("r1"));

    assertThat(bodies).hasSize(2).last().asString().startsWith("grant_type=password");
    assertThat(answer.token().value()).isEqualTo(new Secret("t2"));
    assertThat(answer.holdings()).isEqualTo(holding("r2"));
  }

  @Test
  void holdsNoRefreshTokenWhenTheConfiguredGrantBringsNone() {
    replies.add(REJECTED);
    replies.add(REJECTED);
    replies.add(Answers.json(200, "{\"access_token\":\"t3\",\"expires_in\":60}"));

    assertThat(endpoint().fetch(holding("r2", "r1")).holdings()).isEqualTo(Holdings.NOTHING);
  }

  @Test
  void holdsARefreshTokenOnceThatAnAnswerRepeats() {
    replies.add(granted("t2", "r1"));

    assertThat(endpoint().fetch(holding("r1")).holdings()).isEqualTo(holding("r1"));
  }

  @Test
  void holdsNeverMoreThanTwoRefreshTokens() {
    var held = Holdings.NOTHING;

    for (var rotation = 1; rotation <= 5; rotation++) {
      replies.add(granted("t" + rotation, "r" + rotation));
      held = endpoint().fetch(held).holdings();
    }

    assertThat(held).isEqualTo(holding("r5", "r4"));
  }

  @Test
  void keepsWhatWasDiscovered() {
    replies.add(granted("t2", "r2"));
    var discoveries = Map.of("realm", "provider/a");

    var answer = endpoint().fetch(holding("r1").withDiscoveries(discoveries));

    assertThat(answer.holdings().discoveries()).isEqualTo(discoveries);
  }

  @Test
  void tellsWhatASuccessSaysOfTheServersClockAndItsLimits() {
    var headers =
        Map.of(
            "Date", "Sun, 01 Mar 2026 13:00:00 GMT",
            "X-RateLimit-Remaining", "0",
            "X-RateLimit-Reset", "30");
    replies.add(new HttpReply(200, headers, granted("t1", "r1").body(), Answers.RECEIVED));

    var answer = endpoint().fetch(Holdings.NOTHING);

    assertThat(answer.clockSkew()).contains(Duration.ofHours(1));
    assertThat(answer.pause()).contains(Duration.ofSeconds(30));
    assertThat(answer.token().expiresAt()).isEqualTo(Answers.SENT.plusSeconds(60));
  }

  @ParameterizedTest
  @CsvSource({"503,''", "429,''", "404,<html>", "401,{}", "302,''", "200,<html>", "200,{}"})
  void triesNothingElseWhenRenewalFailsForAnotherReason(int status, String body) {
    replies.add(Answers.json(status, body));

    var failure = failure(endpoint(), holding("r2", "r1"));

    assertThat(failure.kind()).isNotEqualTo(TokenException.Kind.REJECTED);
    assertThat(failure.holdings()).isEmpty();
    assertThat(bodies).hasSize(1);
  }

  @Test
  void stopsAtThePredecessorWhenThatFailsForAnotherReason() {
    replies.add(REJECTED);
    replies.add(Answers.json(503, ""));

    var failure = failure(endpoint(), holding("r2", "r1"));

    assertThat(failure).hasMessage("HTTP 503");
    assertThat(failure.holdings()).isEmpty();
    assertThat(bodies).hasSize(2);
  }

  @Test
  void reportsTheConfiguredGrantAndKeepsWhatIsHeldWhenAllAreRefused() {
    replies.add(REJECTED);
    replies.add(REJECTED);
    replies.add(Answers.json(400, "{\"error\":\"invalid_client\"}"));

    var failure = failure(endpoint(), holding("r2", "r1"));

    assertThat(failure).hasMessage("invalid_client (HTTP 400)");
    assertThat(failure.holdings()).isEmpty();
    assertThat(bodies).hasSize(3);
  }

  @Test
  void keepsWhatIsHeldWhenTheConfiguredGrantIsNotAnswered() {
    replies.add(REJECTED);
    replies.add(Answers.json(503, ""));

    assertThat(failure(endpoint(), holding("r1")).holdings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"access_token\":\"t\",\"token_type\":\"DPoP\"",
        "\"access_token\":\"t\",\"expires_in\":0",
        "\"access_token\":\"a b\"",
        "\"access_token\":null",
        "\"error\":\"invalid_grant\""
      })
  void savesTheRefreshTokenBesideAnUnusableAccessToken(String unusable) {
    replies.add(Answers.json(200, "{" + unusable + ",\"refresh_token\":\"r3\"}"));

    var failure = failure(endpoint(), holding("r2", "r1"));

    assertThat(failure.holdings()).contains(holding("r3", "r2"));
    assertThat(bodies).hasSize(1);
  }

  @Test
  void savesTheFirstRefreshTokenBesideAnUnusableAccessToken() {
    replies.add(
        Answers.json(200, "{\"access_token\":\"t\",\"expires_in\":-1,\"refresh_token\":\"r1\"}"));

    assertThat(failure(endpoint(), Holdings.NOTHING).holdings()).contains(holding("r1"));
  }

  @Test
  void asksWithTheConfiguredRefreshTokenLast() {
    replies.add(REJECTED);
    replies.add(REJECTED);
    replies.add(granted("t3", "r3"));

    var answer = renewing("r0").fetch(holding("r2", "r1"));

    assertThat(refreshTokensSent()).containsExactly("r2", "r1", "r0");
    assertThat(answer.holdings()).isEqualTo(holding("r3"));
  }

  @Test
  void asksWithTheConfiguredRefreshTokenAgainWhereTheServerBringsNoOther() {
    replies.add(Answers.json(200, "{\"access_token\":\"t1\"}"));
    replies.add(Answers.json(200, "{\"access_token\":\"t2\"}"));

    var answer = renewing("r0").fetch(Holdings.NOTHING);
    renewing("r0").fetch(answer.holdings());

    assertThat(answer.holdings()).isEqualTo(Holdings.NOTHING);
    assertThat(refreshTokensSent()).containsExactly("r0", "r0");
  }

  @ParameterizedTest
  @CsvSource({"r2,second", "r1,first"})
  void sendsNoRefreshTokenTwiceInOneAttempt(String configured, String reported) {
    replies.add(Answers.json(400, "{\"error\":\"second\"}"));
    replies.add(Answers.json(400, "{\"error\":\"first\"}"));

    var failure = failure(renewing(configured), holding("r2", "r1"));

    assertThat(refreshTokensSent()).containsExactly("r2", "r1");
    assertThat(failure).hasMessage(reported + " (HTTP 400)");
    assertThat(failure.holdings()).isEmpty();
  }

  @Test
  void asksNobodyWhereSomebodyHasToLogInFirst() {
    var failure = failure(endpoint(new Grant.Login("orders")), Holdings.NOTHING);

    assertThat(failure).hasMessage("no usable refresh token; run: bearerd login orders");
    assertThat(failure.kind()).isEqualTo(TokenException.Kind.REJECTED);
    assertThat(failure.reach()).isEqualTo(TokenException.Reach.NOT_ASKED);
    assertThat(bodies).isEmpty();
  }

  @Test
  void asksForNoLoginWhereARenewalWasNotEvenSent() {
    var expired = TokenException.unprepared("the certificate has expired");
    var endpoint =
        endpoint(
            new Grant.Login("orders"),
            (call, limits) -> {
              throw expired;
            });

    assertThat(failure(endpoint, holding("r1"))).isSameAs(expired);
  }

  @Test
  void tellsWhyALoginIsNeededAgain() {
    replies.add(REJECTED);

    var failure = failure(endpoint(new Grant.Login("orders")), holding("r1"));

    assertThat(failure)
        .hasMessage(
            "invalid_grant: expired (HTTP 400); no usable refresh token; run: bearerd login orders");
    assertThat(failure.reach()).isEqualTo(TokenException.Reach.ANSWERED);
  }

  @Test
  void renewsWithoutTheFileOfTheConfiguredRefreshToken() {
    replies.add(granted("t2", "r2"));
    var missing = new SecretRef.File("refresh-token-file", Path.of("/does/not/exist"));

    var answer = endpoint(new Grant.RefreshToken(missing)).fetch(holding("r1"));

    assertThat(answer.token().value()).isEqualTo(new Secret("t2"));
  }

  private TokenEndpoint endpoint() {
    return endpoint(new Grant.Password("jo", literal("pw")));
  }

  private TokenEndpoint renewing(String configured) {
    return endpoint(new Grant.RefreshToken(literal(configured)));
  }

  private static SecretRef literal(String secret) {
    return new SecretRef.Literal(new Secret(secret));
  }

  private List<String> refreshTokensSent() {
    return bodies.stream()
        .map(body -> body.replaceFirst(".*&refresh_token=(\\w+).*", "$1"))
        .toList();
  }

  private static TokenException failure(TokenEndpoint endpoint, Holdings holdings) {
    return catchThrowableOfType(TokenException.class, () -> endpoint.fetch(holdings));
  }

  private TokenEndpoint endpoint(Grant grant) {
    return endpoint(grant, this::send);
  }

  private static TokenEndpoint endpoint(Grant grant, HttpTransport transport) {
    var request =
        new TokenRequest(
            URI.create("https://sts.example.com/token"),
            grant,
            new None(new ConfiguredClient("app", Optional.empty())),
            List.of("a"),
            Map.of(),
            Map.of(),
            BodyFormat.FORM);
    return new TokenEndpoint(
        request,
        new AnswerReader(Pointers.DEFAULT, Optional.empty()),
        transport,
        new HttpTransport.Limits(Duration.ofSeconds(1), 1024),
        () -> Answers.SENT);
  }

  private HttpReply send(HttpCall call, HttpTransport.Limits limits) {
    bodies.add(call.body());
    return replies.remove();
  }

  private static HttpReply granted(String token, String refreshToken) {
    return Answers.json(
        200,
        "{\"access_token\":\"%s\",\"refresh_token\":\"%s\",\"expires_in\":60}"
            .formatted(token, refreshToken));
  }

  private static Holdings holding(String... refreshTokens) {
    return Holdings.NOTHING.withRefreshTokens(Stream.of(refreshTokens).map(Secret::new).toList());
  }
}
