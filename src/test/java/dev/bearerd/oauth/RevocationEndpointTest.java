package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bearerd.token.Revocation.Hint;
import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import dev.bearerd.token.TokenException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a revocation sends, and what of the answers is a success. */
class RevocationEndpointTest {
  private final List<HttpCall> calls = new ArrayList<>();

  @Test
  void sendsTheTokenWithTheClientsProofAndNothingOfATokenRequest() {
    revoke(200, "");

    var call = calls.get(0);
    assertThat(call.url()).isEqualTo(URI.create("https://h/revoke"));
    assertThat(call.method()).isEqualTo("POST");
    assertThat(call.body()).isEqualTo("token=r%2B1&token_type_hint=refresh_token");
    assertThat(call.headers())
        .containsEntry("Content-Type", "application/x-www-form-urlencoded")
        .containsEntry("Authorization", "Basic bWU6cyUyQmM=")
        .containsEntry("Host", "idp.example.com");
    assertThat(call.secrets()).contains(new Secret("r+1"), new Secret("s+c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {\"error\": \"unsupported_token_type\"} | unsupported_token_type (HTTP 400)",
        "401 | {\"error\": \"invalid_client\", \"error_description\": \"r+1 s+c\"}"
            + " | invalid_client: *** *** (HTTP 401)",
        "503 | '' | HTTP 503",
        "404 | <html> | HTTP 404 without an OAuth error; is https://h/revoke the revocation"
            + " endpoint?",
        "302 | '' | HTTP 302 redirect (not followed; set the address that it should be)"
      })
  void anythingElseIsAFailureInWords(int status, String body, String words) {
    var failure = catchThrowableOfType(TokenException.class, () -> revoke(status, body));

    assertThat(failure).hasMessage(words);
  }

  private void revoke(int status, String body) {
    var client = new ConfiguredClient("me", Optional.of(new SecretRef.Literal(new Secret("s+c"))));
    var request =
        new TokenRequest(
            URI.create("https://h/token"),
            new Grant.ClientCredentials(),
            new ClientAuthentication.Basic(client, ClientAuthentication.Encoding.FORM),
            List.of("read"),
            Map.of("audience", "orders"),
            Map.of("Host", "idp.example.com"),
            BodyFormat.JSON);
    HttpTransport transport =
        (call, limits) -> {
          calls.add(call);
          return new HttpReply(status, Map.of(), body, Instant.EPOCH);
        };
    var limits = new HttpTransport.Limits(Duration.ofSeconds(1), 1024);
    new RevocationEndpoint(URI.create("https://h/revoke"), request, transport, limits)
        .revoke(new Secret("r+1"), Hint.REFRESH_TOKEN, Map.of());
  }
}
