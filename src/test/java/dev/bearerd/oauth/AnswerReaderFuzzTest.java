package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.token.TokenException;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever a server answers, a token or a {@link TokenException} comes out, and no secret. */
class AnswerReaderFuzzTest {
  private static final int ROUNDS = 5_000;
  private static final String[] ANSWERS = {
    "{\"access_token\":\"eyJh.eyJleHAiOjF9.c2ln\",\"token_type\":\"Bearer\",\"expires_in\":3600}",
    "{\"access_token\":\"t\",\"expires_in\":\"3599\",\"scope\":[\"a\"],\"refresh_token\":\"r\",}",
    "{\"error\":\"invalid_grant\",\"error_description\":\"mark+ed/sécret\\\"1\"}",
    "{\"error\":\"mark+ed/sécret\\\"1\",\"status\":401,\"message\":[\"x\"]}",
    "<html>mark+ed/sécret\"1</html>"
  };
  private static final String[] PIECES = {
    "\"",
    "{",
    "}",
    "[",
    ",",
    ":",
    "\\",
    "\u0000",
    "\uFEFF",
    "\uD800",
    "1e999999999",
    "-",
    "null",
    "true",
    "\n",
    "NaN",
    ".",
    "\\u0000",
    "9".repeat(2000),
    Answers.MARKED.reveal()
  };
  private static final int[] STATUSES = {
    100, 200, 201, 204, 301, 302, 400, 401, 403, 429, 500, 999
  };

  private final Random random = new Random(20260301);

  @Test
  void alwaysEndsInATokenOrAReason() {
    var reader = new AnswerReader(Pointers.DEFAULT, Optional.empty(), true);

    var tokens = IntStream.range(0, ROUNDS).filter(round -> readsToken(reader, reply())).count();

    assertThat(tokens).isBetween(100L, ROUNDS - 100L);
  }

  private static boolean readsToken(AnswerReader reader, HttpReply reply) {
    try {
      reader.read(Answers.call(), reply, Answers.SENT);
      return true;
    } catch (TokenException e) {
      assertThat(e.getMessage())
          .doesNotContain(Answers.MARKED.reveal())
          .hasSizeLessThan(500)
          .matches("\\P{Cntrl}+");
      return false;
    }
  }

  private HttpReply reply() {
    var body = new StringBuilder(pick(ANSWERS));
    IntStream.range(0, random.nextInt(4)).forEach(edit -> mutate(body));
    var headers =
        Map.of(
            "Date", random.nextBoolean() ? "Sun, 01 Mar 2026 12:00:00 GMT" : pick(PIECES),
            "Retry-After", pick(PIECES),
            "Location", pick(PIECES),
            "Content-Type", pick(PIECES));
    var status = STATUSES[random.nextInt(STATUSES.length)];
    return new HttpReply(status, headers, body.toString(), Answers.RECEIVED);
  }

  private void mutate(StringBuilder body) {
    var at = random.nextInt(body.length() + 1);
    switch (random.nextInt(4)) {
      case 0 -> body.setLength(at);
      case 1 -> body.insert(at, pick(PIECES));
      case 2 -> body.delete(at, Math.min(body.length(), at + 1 + random.nextInt(5)));
      default -> body.append(pick(ANSWERS));
    }
  }

  private String pick(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
