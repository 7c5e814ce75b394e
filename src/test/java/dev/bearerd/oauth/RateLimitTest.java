package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's clock shows 20:00:00; the local one eight hours less. */
class RateLimitTest {
  private static final long SERVER_NOW = Answers.SENT.plusSeconds(8 * 3600).getEpochSecond();

  @ParameterizedTest
  @ValueSource(strings = {"RateLimit", "X-RateLimit", "X-Rate-Limit", "x-ratelimit"})
  void readsSecondsUntilTheReset(String prefix) {
    assertThat(separate(prefix, "0", "30")).contains(30.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RateLimit", "X-RateLimit", "X-Rate-Limit"})
  void comparesSecondsSince1970WithTheServersClock(String prefix) {
    assertThat(separate(prefix, "0", "" + (SERVER_NOW + 30))).contains(30.0);
  }

  @Test
  void readsMillisecondsSince1970() {
    assertThat(separate("X-RateLimit", "0", (SERVER_NOW + 30) + "000")).contains(30.0);
  }

  @Test
  void comparesSecondsSince1970WithTheLocalClockWhereTheServerTellsNoTime() {
    var reset = Answers.RECEIVED.plusSeconds(30).getEpochSecond();
    var headers = Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "" + reset);

    assertThat(RateLimit.secondsUsedUp(new HttpReply(200, headers, "", Answers.RECEIVED)))
        .contains(30.0);
  }

  @ParameterizedTest
  @CsvSource({
    "1,30",
    "100,30",
    "-1,30",
    "'',30",
    "none,30",
    "0x0,30",
    "'0, 0',30",
    "0,''",
    "0,soon",
    "0,12:00"
  })
  void saysNothingWhereSomethingRemainsOrCannotBeRead(String remaining, String reset) {
    assertThat(separate("RateLimit", remaining, reset)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RateLimit-Remaining", "RateLimit-Reset"})
  void saysNothingWhereHalfIsMissing(String header) {
    assertThat(seconds(Map.of(header, "0"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "limit=100, remaining=0, reset=5|5",
        "limit=100,remaining=0,reset=5|5",
        "\"default\";r=0;t=30|30",
        "default; r=0; t=30|30",
        "\"burst\";r=0;t=2, \"day\";r=0;t=900, \"hour\";r=7;t=1800|900",
        "\"a,b;r=9\";r=0;t=30|30",
        "\"say \\\"r=9\\\"\";r=0;pk=:YWJj:;t=30|30"
      })
  void readsCombinedHeaders(String text, double seconds) {
    assertThat(seconds(Map.of("RateLimit", text))).contains(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "limit=100, remaining=1, reset=5",
        "remaining=0",
        "remaining=0;reset=5",
        "\"default\";r=1;t=30",
        "\"default\";r=0",
        "\"default\";t=30",
        "\"a\";r=0, \"b\";r=5;t=30",
        "\"r=0;t=30\"",
        "\"r=0;t=30",
        ",;=,;=",
        "0"
      })
  void saysNothingWhereNoCombinedLimitIsUsedUp(String text) {
    assertThat(seconds(Map.of("RateLimit", text))).isEmpty();
  }

  @Test
  void waitsForTheLastOfSeveralLimits() {
    var headers =
        Map.of(
            "RateLimit", "\"a\";r=0;t=5",
            "X-RateLimit-Remaining", "0",
            "X-RateLimit-Reset", "7",
            "X-Rate-Limit-Remaining", "3",
            "X-Rate-Limit-Reset", "900");

    assertThat(seconds(headers)).contains(7.0);
  }

  private static Optional<Double> separate(String prefix, String remaining, String reset) {
    return seconds(Map.of(prefix + "-Remaining", remaining, prefix + "-Reset", reset));
  }

  private static Optional<Double> seconds(Map<String, String> headers) {
    var all = new HashMap<>(headers);
    all.put("Date", "Sun, 01 Mar 2026 20:00:00 GMT");
    return RateLimit.secondsUsedUp(new HttpReply(200, all, "", Answers.RECEIVED));
  }
}
