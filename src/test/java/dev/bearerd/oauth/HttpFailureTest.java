package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Kind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFailureTest {

  @Test
  void showsTheOAuthErrorOfARejection() {
    var failure =
        failure(
            401,
            "{\"error\":\"invalid_client\",\"error_description\":\"Client authentication failed\"}");

    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure).hasMessage("invalid_client: Client authentication failed (HTTP 401)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>blocked</html>",
        "{}",
        "{\"error\":{\"code\":401}}",
        "{\"status\":404,\"error\":\"Not Found\",\"path\":\"/token\"}"
      })
  void takesA4xxWithoutOAuthErrorForAPasserby(String body) {
    var failure = failure(404, body);

    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(failure.reach()).isEqualTo(TokenException.Reach.ANSWERED);
    assertThat(failure)
        .hasMessage(
            "HTTP 404 without an OAuth error; is https://sts.example.com/token the token URL?");
  }

  @ParameterizedTest
  @CsvSource({
    "408,HTTP 408",
    "425,HTTP 425",
    "429,'HTTP 429, too many requests'",
    "500,HTTP 500",
    "503,HTTP 503"
  })
  void holdsBackTheHostThatIsBusy(int status, String message) {
    var failure = of(Answers.reply(status, "", "retry-after", "30"));

    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(failure.reach()).isEqualTo(TokenException.Reach.STRAINED);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
    assertThat(failure).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"429,30", "503,30", "400,0", "404,0"})
  void waitsForALimitOnlyWhereTheHostIsBusy(int status, long seconds) {
    var failure = of(Answers.reply(status, "", "RateLimit", "\"default\";r=0;t=30"));

    assertThat(failure.retryAfter().orElse(Duration.ZERO)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void showsTheOAuthErrorOfABusyHost() {
    assertThat(failure(503, "{\"error\":\"temporarily_unavailable\"}"))
        .hasMessage("HTTP 503: temporarily_unavailable");
  }

  @Test
  void takesAnErrorThatSaysItWillPassAtItsWord() {
    assertThat(failure(400, "{\"error\":\"temporarily_unavailable\"}").kind())
        .isEqualTo(Kind.TRANSIENT);
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:pw@other.example/login?code=x#f,' to https://other.example/login'",
    "/login?code=x,' to https://sts.example.com/login'",
    "'::not a url::',''"
  })
  void showsWhereARedirectLeadsWithoutItsQuery(String location, String shown) {
    var failure = of(Answers.reply(302, "", "Location", location));

    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(failure)
        .hasMessage("HTTP 302 redirect%s (not followed; set the address that it should be)", shown);
  }

  @Test
  void takesOddStatusesForPassersby() {
    assertThat(failure(101, "")).hasMessage("HTTP 101, which is no final answer");
  }

  @Test
  void neverShowsASecretThatTheServerSendsBack() {
    var body =
        LenientJson.readObject("{\"error\":\"invalid_grant\"}")
            .orElseThrow()
            .put("error_description", "bad " + Answers.MARKED.reveal() + "\n\u001b[31m at all");

    var failure = failure(400, body.toString());

    assertThat(failure).hasMessage("invalid_grant: bad *** [31m at all (HTTP 400)");
  }

  @Test
  void showsAtMost200CharactersOfADescription() {
    var body = "{\"error\":\"invalid_grant\",\"error_description\":\"" + "x".repeat(5000) + "\"}";

    assertThat(failure(400, body).getMessage()).hasSizeLessThan(250);
  }

  private static TokenException failure(int status, String body) {
    return of(new HttpReply(status, Map.of(), body, Answers.RECEIVED));
  }

  private static TokenException of(HttpReply reply) {
    return HttpFailure.of(Answers.call(), reply, "the token URL");
  }
}
