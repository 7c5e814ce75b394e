package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.Token.ExpirySource;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of answers with success; those without are in {@link HttpFailureTest}. */
class AnswerReaderTest {
  private static final Duration YEARS_100 = Duration.ofDays(36_525);

  private final AnswerReader reader = new AnswerReader(Pointers.DEFAULT, Optional.empty());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "3600|3600",
        "\"3599\"|3599",
        "\" 60 \"|60",
        "\"+60\"|60",
        "3599.7|3599",
        "\"3599.7\"|3599",
        "1e3|1000",
        "\"1e3\"|1000",
        "1|1",
        "\"1\"|1",
        "1.9|1",
        "2|2",
        "315360000|315360000"
      })
  void readsLifetimesAsNumbersAndAsTexts(String expiresIn, long seconds) {
    var token = read("{\"access_token\":\"t\",\"expires_in\":" + expiresIn + "}");

    assertThat(token.expiresAt()).isEqualTo(Answers.SENT.plusSeconds(seconds));
    assertThat(token.expirySource()).isEqualTo(ExpirySource.EXPIRES_IN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e999999999",
        "\"1e999999999\"",
        "\"1e99999999999999\"",
        "99999999999999999999999999999999",
        "9223372036854775807",
        "\"9223372036854775807\""
      })
  void capsHugeLifetimes(String expiresIn) {
    var token = read("{\"access_token\":\"t\",\"expires_in\":" + expiresIn + "}");

    assertThat(token.lifetime()).isEqualTo(YEARS_100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "\"-60\"", "0.5", "-1e999999999", "1e-999999999"})
  void refusesTokensThatHaveExpired(String expiresIn) {
    var failure = failure(200, "{\"access_token\":\"t\",\"expires_in\":" + expiresIn + "}");

    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure).hasMessage("the access token has already expired");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"soon\"", "true", "{}", "[60]", "null", "\"\"", "\"NaN\"", "\"0x10\"", "\"1d\""})
  void assumesFiveMinutesWhereTheLifetimeCannotBeRead(String expiresIn) {
    var token = read("{\"access_token\":\"t\",\"expires_in\":" + expiresIn + "}");

    assertThat(token.lifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(token.expirySource()).isEqualTo(ExpirySource.ASSUMED);
  }

  @Test
  void assumesFiveMinutesWhereTheServerSaysNothing() {
    var token = read("{\"access_token\":\"t\"}");

    assertThat(token.lifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(token.expirySource()).isEqualTo(ExpirySource.ASSUMED);
  }

  @Test
  void takesTheConfiguredLifetimeWhereTheServerSaysNothing() {
    var configured = new AnswerReader(Pointers.DEFAULT, Optional.of(Duration.ofMinutes(30)));

    var token =
        configured.read(
            Answers.call(), Answers.json(200, "{\"access_token\":\"a.b.c\"}"), Answers.SENT);

    assertThat(token.lifetime()).isEqualTo(Duration.ofMinutes(30));
    assertThat(token.expirySource()).isEqualTo(ExpirySource.CONFIGURED);
  }

  @Test
  void takesTheEndOfAJwtWhateverTheClocksSay() {
    var server = Answers.SENT.plus(Duration.ofHours(3));
    var body = "{\"access_token\":\"" + jwt(server.getEpochSecond() + 600) + "\"}";
    var reply =
        new HttpReply(200, Map.of("Date", "Sun, 1 Mar 2026 15:00:00 GMT"), body, Answers.RECEIVED);

    var token = reader.read(Answers.call(), reply, Answers.SENT);

    assertThat(token.expiresAt()).isEqualTo(Answers.SENT.plusSeconds(600));
    assertThat(token.expirySource()).isEqualTo(ExpirySource.JWT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sun, 01 Mar 2026 08:00:00 GMT", "Sun, 01 Mar 2026 16:00:00 GMT"})
  void countsExpiresInFromTheRequestWhateverTheServersClockSays(String date) {
    var body = "{\"access_token\":\"" + jwt(1) + "\",\"expires_in\":60}";

    var token = reader.read(Answers.call(), Answers.reply(200, body, "Date", date), Answers.SENT);

    assertThat(token.expiresAt()).isEqualTo(Answers.SENT.plusSeconds(60));
  }

  @Test
  void refusesAJwtThatHasExpiredByTheServersClock() {
    var body = "{\"access_token\":\"" + jwt(Answers.RECEIVED.getEpochSecond() + 60) + "\"}";
    var reply = Answers.reply(200, body, "Date", "Sun, 01 Mar 2026 15:00:00 GMT");

    assertThat(failure(reply)).hasMessage("the access token has already expired");
  }

  @Test
  void takesAJwtThatHasExpiredOnlyByTheLocalClock() {
    var body = "{\"access_token\":\"" + jwt(Answers.SENT.getEpochSecond() - 3540) + "\"}";
    var reply = Answers.reply(200, body, "Date", "Sun, 01 Mar 2026 11:00:00 GMT");

    assertThat(reader.read(Answers.call(), reply, Answers.SENT).expiresAt())
        .isEqualTo(Answers.SENT.plusSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"soon\"", "null", "{}"})
  void takesTheEndOfAJwtWhereExpiresInCannotBeRead(String expiresIn) {
    var jwt = jwt(Answers.RECEIVED.getEpochSecond() + 60);

    var token = read("{\"access_token\":\"" + jwt + "\",\"expires_in\":" + expiresIn + "}");

    assertThat(token.expirySource()).isEqualTo(ExpirySource.JWT);
  }

  @ParameterizedTest
  @CsvSource({"1772366461.5,60", "1772366403,2", "1772366402,1", "1e300,3155760000"})
  void readsOddEndsOfJwts(String exp, long seconds) {
    assertThat(read("{\"access_token\":\"" + jwt("{\"exp\":" + exp + "}") + "\"}").lifetime())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"exp\":\"1772366461\"}", "{\"exp\":null}", "{}", "[]", "", "{\"exp\":"})
  void assumesFiveMinutesWhereAJwtHasNoEndThatCanBeRead(String claims) {
    assertThat(read("{\"access_token\":\"" + jwt(claims) + "\"}").expirySource())
        .isEqualTo(ExpirySource.ASSUMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b.c", "a.!!!!.c", "a.b", "a.b.c.d", "..", "opaque"})
  void assumesFiveMinutesForWhatOnlyLooksLikeAJwt(String token) {
    assertThat(read("{\"access_token\":\"" + token + "\"}").expirySource())
        .isEqualTo(ExpirySource.ASSUMED);
  }

  @Test
  void comparesTheEndOfAJwtWithTheLocalClockWhereTheServerTellsNoTime() {
    var token = read("{\"access_token\":\"" + jwt(Answers.RECEIVED.getEpochSecond() + 60) + "\"}");

    assertThat(token.lifetime()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void refusesAJwtThatHasExpired() {
    var failure = failure(200, "{\"access_token\":\"" + jwt(1) + "\"}");

    assertThat(failure).hasMessage("the access token has already expired");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFF{\"access_token\":\"t\"}",
        " \r\n\t{\"access_token\":\"t\"}\n\n",
        "{\"access_token\":\"t\",}",
        "{\"access_token\":\"t\",\"token_type\":\"bearer\"}",
        "{\"access_token\":\"t\",\"token_type\":\"BEARER\"}",
        "{\"access_token\":\"t\",\"token_type\":null}",
        "{\"access_token\":\"t\",\"refresh_token\":null,\"scope\":null}",
        "{\"access_token\":\"t\",\"refresh_token\":\"\",\"scope\":\"\"}",
        "{\"access_token\":\"t\",\"error\":null,\"scope\":7}"
      })
  void readsWhatRealServersWrite(String body) {
    var token = read(body);

    assertThat(token.value()).isEqualTo(new Secret("t"));
    assertThat(reader.refreshToken(Answers.json(200, body))).isEmpty();
    assertThat(token.scopes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a  b\"", "[\"a\",\"b\"]", "[\"a b\",7,null]"})
  void readsScopes(String scope) {
    assertThat(read("{\"access_token\":\"t\",\"scope\":" + scope + "}").scopes())
        .containsExactly("a", "b");
  }

  @Test
  void findsTheFieldsWhereItIsToldTo() {
    var nested = new AnswerReader(new Pointers("/d/0/jwt", "/d/0/ttl", "/r"), Optional.empty());
    var reply = Answers.json(200, "{\"d\":[{\"jwt\":\"t\",\"ttl\":9}],\"r\":\"x\"}");

    var token = nested.read(Answers.call(), reply, Answers.SENT);

    assertThat(token.value()).isEqualTo(new Secret("t"));
    assertThat(token.lifetime()).isEqualTo(Duration.ofSeconds(9));
    assertThat(nested.refreshToken(reply)).contains(new Secret("x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|an empty body",
        "<!DOCTYPE html><html>…|an HTML page",
        "  <html lang=en>|an HTML page",
        "{\"access_token\":\"t|truncated or broken JSON",
        "{\"access_token\":\"t\"}}|truncated or broken JSON",
        "[{\"access_token\":\"t\"}]|JSON that is no object",
        "\"t\"|JSON that is no object",
        "null|JSON that is no object",
        "access_token=t|a body that is not JSON",
        "<xml/>|a body that is not JSON"
      })
  void saysWhatCameInsteadOfAToken(String body, String what) {
    var failure = failure(200, body);

    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure)
        .hasMessage(
            "HTTP 200 with "
                + what
                + ", no token: is https://sts.example.com/token the token URL?");
  }

  @Test
  void knowsAnHtmlPageByItsType() {
    var reply = Answers.reply(200, "Log in", "content-type", "text/html; charset=utf-8");

    assertThat(failure(reply).getMessage()).startsWith("HTTP 200 with an HTML page, no token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"token\":\"t\"}",
        "{\"access_token\":null}",
        "{\"access_token\":\"\"}",
        "{\"access_token\":7}"
      })
  void refusesAnAnswerWithoutToken(String body) {
    var failure = failure(200, body);

    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure.getMessage()).contains("no text at /access_token");
  }

  @Test
  void takesAnErrorInASuccessForARejection() {
    var failure = failure(200, "{\"error\":\"invalid_client\"}");

    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure).hasMessage("invalid_client (HTTP 200)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mac", "N_A", "DPoP"})
  void refusesTokensOfAnotherType(String type) {
    var failure = failure(200, "{\"access_token\":\"t\",\"token_type\":\"" + type + "\"}");

    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure).hasMessage("the token is of type %s; only Bearer can be published", type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\nb", "a b", "\\u00e9", "\\u0000"})
  void refusesTokensThatBreakAHeader(String token) {
    var failure = failure(200, "{\"access_token\":\"" + token + "\"}");

    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure.getMessage()).contains("a space, a line break");
  }

  @Test
  void refusesATokenThatIsTooLarge() {
    var failure = failure(200, "{\"access_token\":\"" + "a".repeat(70_000) + "\"}");

    assertThat(failure).hasMessage("the access token is larger than 64 KiB");
  }

  @Test
  void survivesJsonThatIsNestedWithoutEnd() {
    assertThat(failure(200, "{\"a\":".repeat(100_000)).kind()).isEqualTo(Kind.MALFORMED);
  }

  @Test
  void takesA401WithJsonForARejectionWhereTheDialectSaysSo() {
    var apiConnect = new AnswerReader(Pointers.DEFAULT, Optional.empty(), true);
    var refused = Answers.json(401, "{\"status\":401,\"message\":[\"Unauthorized\"]}");
    var proxy = Answers.reply(401, "<html>", "Content-Type", "text/html");

    assertThat(failure(apiConnect, refused).kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure(apiConnect, proxy).kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(failure(reader, refused).kind()).isEqualTo(Kind.TRANSIENT);
  }

  private Token read(String body) {
    return reader.read(Answers.call(), Answers.json(200, body), Answers.SENT);
  }

  private TokenException failure(int status, String body) {
    return failure(Answers.reply(status, body, "X", "y"));
  }

  private TokenException failure(HttpReply reply) {
    return failure(reader, reply);
  }

  private static TokenException failure(AnswerReader reader, HttpReply reply) {
    return catchThrowableOfType(
        TokenException.class, () -> reader.read(Answers.call(), reply, Answers.SENT));
  }

  private static String jwt(long exp) {
    return jwt("{\"exp\":" + exp + "}");
  }

  private static String jwt(String claims) {
    return "eyJhbGciOiJub25lIn0."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".c2ln";
  }
}
