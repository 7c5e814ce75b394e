package dev.bearerd.oauth;

import dev.bearerd.token.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Calls and replies for tests. */
final class Answers {
  static final Instant SENT = Instant.parse("2026-03-01T12:00:00Z");
  static final Instant RECEIVED = SENT.plusSeconds(1);
  static final Secret MARKED = new Secret("mark+ed/sécret\"1");

  private Answers() {}

  static HttpCall call() {
    return new HttpCall(
        "POST", URI.create("https://sts.example.com/token?key=k"), Map.of(), "", List.of(MARKED));
  }

  static HttpReply json(int status, String body) {
    return reply(status, body, "Content-Type", "application/json");
  }

  static HttpReply reply(int status, String body, String header, String value) {
    return new HttpReply(status, Map.of(header, value), body, RECEIVED);
  }
}
