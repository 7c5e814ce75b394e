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
    "0,0",
    "120,120",
    "' 7 ',7",
    "-5,0",
    "99999999999999999999,3600",
    "'Sun, 01 Mar 2026 12:01:01 GMT',60",
    "'Sun, 01 Mar 2026 11:00:00 GMT',0",
    "'Sun, 01 Mar 2099 11:00:00 GMT',3600"
  })
  void readsAPauseInSecondsOrUntilADate(String text, long seconds) {
    var reply = Answers.reply(429, "", "RETRY-AFTER", text);

    assertThat(reply.retryAfter()).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "1h", "2026-03-01T12:00:00Z"})
  void passesOverAPauseThatCannotBeRead(String text) {
    assertThat(Answers.reply(429, "", "Retry-After", text).retryAfter()).isEmpty();
  }

  @Test
  void countsAPauseFromTheServersClock() {
    var headers =
        Map.of(
            "Date", "Sun, 01 Mar 2026 20:00:00 GMT",
            "Retry-After", "Sun, 01 Mar 2026 20:00:30 GMT");

    var reply = new HttpReply(503, headers, "", Answers.RECEIVED);

    assertThat(reply.retryAfter()).contains(Duration.ofSeconds(30));
  }

  @Test
  void showsOnlyTheStatusAsText() {
    assertThat(Answers.json(200, "{\"access_token\":\"t\"}")).hasToString("HTTP 200");
  }
}
