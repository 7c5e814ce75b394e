package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReplyTest {

  @ParameterizedTest
  @CsvSource({
    "120,120",
    "' 7 ',7",
    "0.2,1",
    "99999999999999999999,3600",
    "1e999,3600",
    "'Sun, 01 Mar 2026 12:01:01 GMT',60",
    "'Sun, 01 Mar 2099 11:00:00 GMT',3600"
  })
  void readsAPauseInSecondsOrUntilADate(String text, long seconds) {
    var reply = Answers.reply(429, "", "RETRY-AFTER", text);

    assertThat(reply.pause()).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-5",
        "-1e999",
        "Sun, 01 Mar 2026 11:00:00 GMT",
        "",
        "soon",
        "1h",
        "2026-03-01T12:00:00Z"
      })
  void passesOverAPauseThatIsNoneOrCannotBeRead(String text) {
    assertThat(Answers.reply(429, "", "Retry-After", text).pause()).isEmpty();
  }

  @Test
  void countsAPauseFromTheServersClock() {
    var headers =
        Map.of(
            "Date", "Sun, 01 Mar 2026 20:00:00 GMT",
            "Retry-After", "Sun, 01 Mar 2026 20:00:30 GMT");

    assertThat(reply(headers).pause()).contains(Duration.ofSeconds(30));
  }

  @Test
  void pausesUntilTheSecondInWhichADateComes() {
    var received = Answers.RECEIVED.plusMillis(900);
    var headers = Map.of("Retry-After", "Sun, 01 Mar 2026 12:00:03 GMT");

    assertThat(new HttpReply(503, headers, "", received).pause()).contains(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @CsvSource({"9,9", "soon,30", "0,''"})
  void believesRetryAfterMoreThanALimit(String retryAfter, String seconds) {
    var headers =
        Map.of(
            "Retry-After", retryAfter,
            "RateLimit-Remaining", "0",
            "RateLimit-Reset", "30");

    assertThat(reply(headers).pause().map(pause -> "" + pause.toSeconds()).orElse(""))
        .isEqualTo(seconds);
  }

  @Test
  void waitsAtMostAnHourForALimit() {
    var headers = Map.of("RateLimit-Remaining", "0", "RateLimit-Reset", "86400");

    assertThat(reply(headers).pause()).contains(Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource({
    "'Sun, 01 Mar 2026 12:00:00 GMT',PT0S",
    "'Sun, 1 Mar 2026 12:00:07 GMT ',PT7S",
    "'Sun, 01 Mar 2026 15:00:00 GMT',PT3H",
    "'Sun, 01 Mar 2026 07:00:00 GMT',PT-5H",
    "'Sat, 28 Feb 2026 12:00:00 GMT',PT-24H"
  })
  void learnsHowFarTheServersClockIsAhead(String date, Duration ahead) {
    // Given a server that answers half a second after it was asked, and tells whole seconds
    var reply = Answers.reply(200, "", "Date", date);

    var skew = reply.clockSkew(Answers.SENT);

    assertThat(skew).contains(ahead);
  }

  @Test
  void takesTheServersTimeForThatOfTheMiddleOfTheExchange() {
    var reply = Answers.reply(200, "", "Date", "Sun, 01 Mar 2026 12:00:00 GMT");

    assertThat(reply.clockSkew(Answers.RECEIVED.minusSeconds(20)))
        .contains(Duration.ofMillis(9_500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "2026-03-01T12:00:00Z", "Mon, 01 Mar 2026 12:00:00 GMT", "-1"})
  void learnsNothingOfAClockThatCannotBeRead(String date) {
    var reply = Answers.reply(200, "", "Date", date);

    assertThat(reply.clockSkew(Answers.SENT)).isEmpty();
    assertThat(reply.date()).isEqualTo(Answers.RECEIVED);
  }

  @Test
  void learnsNothingOfAClockThatTheServerDoesNotTell() {
    assertThat(Answers.json(200, "").clockSkew(Answers.SENT)).isEmpty();
  }

  @Test
  void showsOnlyTheStatusAsText() {
    assertThat(Answers.json(200, "{\"access_token\":\"t\"}")).hasToString("HTTP 200");
  }

  private static HttpReply reply(Map<String, String> headers) {
    return new HttpReply(503, headers, "", Answers.RECEIVED);
  }
}
