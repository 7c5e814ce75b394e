package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bearerd.oauth.ClientAuthentication.None;
import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenEndpointTest {
  private static final HttpReply REJECTED =
      Answers.json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"expired\"}");

  private final List<String> bodies = new ArrayList<>();
  private final Deque<HttpReply> replies = new ArrayDeque<>();

  @Test
  void asksByTheConfiguredGrantWithoutARefreshToken() {
    replies.add(granted("t1", "r1"));

    var token = endpoint().fetch(Optional.empty());

    assertThat(bodies).singleElement().asString().startsWith("grant_type=password");
    assertThat(token.value()).isEqualTo(new Secret("t1"));
    assertThat(token.refreshToken()).contains(new Secret("r1"));
    assertThat(token.obtainedAt()).isEqualTo(Answers.SENT);
    assertThat(token.expiresAt()).isEqualTo(Answers.SENT.plusSeconds(60));
  }

  @Test
  void renewsByTheRefreshTokenInHand() {
    replies.add(granted("t2", "r2"));

    var token = endpoint().fetch(Optional.of(current()));

    assertThat(bodies).containsExactly("grant_type=refresh_token&refresh_token=r1&client_id=app");
    assertThat(token.refreshToken()).contains(new Secret("r2"));
  }

  @Test
  void keepsTheRefreshTokenThatAnAnswerDoesNotReplace() {
    replies.add(Answers.json(200, "{\"access_token\":\"t2\",\"expires_in\":60}"));

    var token = endpoint().fetch(Optional.of(current()));

    assertThat(token.refreshToken()).contains(new Secret("r1"));
  }

  @Test
  void asksByTheConfiguredGrantAtOnceWhenTheRefreshTokenIsRefused() {
    replies.add(REJECTED);
    replies.add(granted("t2", "r2"));

    var token = endpoint().fetch(Optional.of(current()));

    assertThat(bodies).hasSize(2).last().asString().startsWith("grant_type=password");
    assertThat(token.value()).isEqualTo(new Secret("t2"));
  }

  @Test
  void doesNotUseUpThePasswordWhenRenewalFailsForAnotherReason() {
    replies.add(Answers.json(503, ""));

    assertThatThrownBy(() -> endpoint().fetch(Optional.of(current())))
        .isInstanceOfSatisfying(
            TokenException.class,
            e -> assertThat(e.kind()).isEqualTo(TokenException.Kind.TRANSIENT));
    assertThat(bodies).hasSize(1);
  }

  @Test
  void reportsTheConfiguredGrantWhenBothAreRefused() {
    replies.add(REJECTED);
    replies.add(Answers.json(400, "{\"error\":\"invalid_client\"}"));

    assertThatThrownBy(() -> endpoint().fetch(Optional.of(current())))
        .hasMessage("invalid_client (HTTP 400)");
  }

  private TokenEndpoint endpoint() {
    var password = new SecretRef.Literal(new Secret("pw"));
    var request =
        new TokenRequest(
            URI.create("https://sts.example.com/token"),
            new Grant.Password("jo", password),
            new None(new ConfiguredClient("app", Optional.empty())),
            List.of("a"),
            Map.of(),
            Map.of(),
            BodyFormat.FORM);
    return new TokenEndpoint(
        request,
        new AnswerReader(Pointers.DEFAULT, Optional.empty()),
        this::send,
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

  private static Token current() {
    return new Token(
        new Secret("t1"),
        Optional.of(new Secret("r1")),
        List.of(),
        Answers.SENT.minusSeconds(50),
        Answers.SENT.plusSeconds(10),
        Token.ExpirySource.EXPIRES_IN);
  }
}
