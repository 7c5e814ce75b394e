package dev.bearerd.target;

import static dev.bearerd.target.Tokens.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bearerd.token.Token;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StandardFormatTest {
  private static final Token TOKEN = token("abc.DEF-123_~+/==", List.of("read", "write"));

  @Test
  void rawIsTheTokenAlone() {
    assertThat(render(StandardFormat.RAW, TOKEN)).isEqualTo("abc.DEF-123_~+/==");
  }

  @Test
  void headerIsOneLine() {
    assertThat(render(StandardFormat.HEADER, TOKEN))
        .isEqualTo("Authorization: Bearer abc.DEF-123_~+/==\n");
  }

  @Test
  void jsonHasTimesInsteadOfDurations() {
    assertThat(render(StandardFormat.JSON, TOKEN))
        .isEqualTo(
            "{\"access_token\":\"abc.DEF-123_~+/==\",\"token_type\":\"Bearer\","
                + "\"obtained_at\":\"2026-03-01T10:00:00Z\",\"expires_at\":\"2026-03-01T11:00:00Z\","
                + "\"scope\":\"read write\"}\n");
  }

  @Test
  void jsonIsSilentAboutAScopeThatIsNotKnown() {
    assertThat(render(StandardFormat.JSON, token("abc"))).doesNotContain("scope");
  }

  @ParameterizedTest
  @CsvSource({"JSON, /access_token", "EXEC_CREDENTIAL, /status/token"})
  void jsonEscapesWhatMustBe(StandardFormat format, String place) throws Exception {
    var odd = "\"\\/<&'";

    var tree = new ObjectMapper().readTree(format.render(token(odd)));

    assertThat(tree.at(place).asText()).isEqualTo(odd);
  }

  @Test
  void envIsBareWhereThatIsSafe() {
    assertThat(render(StandardFormat.ENV, token("abc.DEF-123_+/==")))
        .isEqualTo(
            """
            ACCESS_TOKEN=abc.DEF-123_+/==
            TOKEN_TYPE=Bearer
            EXPIRES_AT=2026-03-01T11:00:00Z
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"~root", "a#b", "a;b", "a&b", "a'b", "a*b", "a|b", "a(b)", "a:~b"})
  void envQuotesWhatAShellWouldRead(String value) {
    assertThat(render(StandardFormat.ENV, token(value)))
        .startsWith("ACCESS_TOKEN=\"" + value + "\"\n");
  }

  @Test
  void envEscapesWhatAShellReadsInQuotes() {
    assertThat(render(StandardFormat.ENV, token("a\"b\\c$d`e")))
        .startsWith("ACCESS_TOKEN=\"a\\\"b\\\\c\\$d\\`e\"\n");
  }

  @Test
  void curlIsALineOfItsConfiguration() {
    assertThat(render(StandardFormat.CURL, TOKEN))
        .isEqualTo("header = \"Authorization: Bearer abc.DEF-123_~+/==\"\n");
    assertThat(render(StandardFormat.CURL, token("a\"b\\c$d")))
        .isEqualTo("header = \"Authorization: Bearer a\\\"b\\\\c$d\"\n");
  }

  @Test
  void execCredentialIsWhatAPluginOfKubectlPrints() {
    assertThat(render(StandardFormat.EXEC_CREDENTIAL, TOKEN))
        .isEqualTo(
            "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\","
                + "\"status\":{\"expirationTimestamp\":\"2026-03-01T11:00:00Z\","
                + "\"token\":\"abc.DEF-123_~+/==\"}}\n");
  }

  @ParameterizedTest
  @CsvSource({"EXPIRES_IN, true", "JWT, true", "CONFIGURED, true", "ASSUMED, false"})
  void execCredentialNamesNoEndThatWasOnlyAssumed(Token.ExpirySource source, boolean named) {
    var token = new Token(TOKEN.value(), List.of(), TOKEN.obtainedAt(), TOKEN.expiresAt(), source);

    assertThat(render(StandardFormat.EXEC_CREDENTIAL, token).contains("expirationTimestamp"))
        .isEqualTo(named);
  }

  @Test
  void expiresAtIsRoundedDownToSeconds() {
    assertThat(render(StandardFormat.EXPIRES_AT, TOKEN)).isEqualTo("2026-03-01T11:00:00Z\n");
  }

  @ParameterizedTest
  @EnumSource
  void neverShowsTheRefreshToken(StandardFormat format) {
    assertThat(render(format, TOKEN)).doesNotContain("the-refresh-token");
  }

  @Test
  void isFoundByItsName() {
    assertThat(StandardFormat.names())
        .containsExactly("raw", "header", "json", "env", "curl", "exec-credential", "expires-at");
    assertThat(StandardFormat.named("expires-at")).hasValue(StandardFormat.EXPIRES_AT);
    assertThat(StandardFormat.named("expires_at")).isEmpty();
    assertThat(StandardFormat.named("RAW")).isEmpty();
    assertThat(StandardFormat.named("")).isEmpty();
  }

  private static String render(Format format, Token token) {
    return new String(format.render(token), UTF_8);
  }
}
