package dev.bearerd.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CrowdServerTest {
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final Duration LIFETIME = Duration.ofSeconds(10);

  private final CrowdServer server = new CrowdServer(2, LIFETIME, new FaultPlan(1, 0));
  private final ServedClient client = server.client("a");

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void knowsWhatItGaveToWhom() {
    var token = ask("client_credentials").json().get("access_token").textValue();

    assertThat(client.expiry(token))
        .hasValueSatisfying(end -> assertThat(end).isAfter(Instant.now()));
    assertThat(server.client("b").expiry(token)).isEmpty();
    assertThat(client.requests()).hasSize(1);
    assertThat(client.deliveries()).hasSize(1);
    assertThat(client.logins()).isEmpty();
  }

  @Test
  void takesAPredecessorUntilItsSuccessorIsUsed() {
    var first = refreshToken(ask("password&username=u&password=p"));
    var second = refreshToken(refresh(first));
    var again = refreshToken(refresh(first));
    refresh(again);

    var late = refresh(first);
    var lost = refresh(second);

    assertThat(late.status()).isEqualTo(400);
    assertThat(lost.body()).contains("invalid_grant");
    assertThat(client.refusals()).hasSize(2);
    assertThat(client.logins()).hasSize(1);
  }

  @Test
  void failsAsManyOfTenAsPlanned() {
    var plan = new FaultPlan(1, 3);

    for (var block = 0; block < 20; block++) {
      var failures = 0;
      for (var i = 0; i < 10; i++) {
        failures += plan.next("a").isPresent() ? 1 : 0;
      }
      assertThat(failures).isEqualTo(3);
    }
  }

  @Test
  void complainsOfRequestsWithinAPause() {
    for (var mishap : Mishap.PAUSES) {
      try (var busy = new CrowdServer(1, LIFETIME, name -> Optional.of(mishap))) {
        Await.until(
            "a complaint",
            Duration.ofSeconds(10),
            () -> ask(busy, "client_credentials").status() == 429 && !busy.complaints().isEmpty(),
            () -> "none");
        assertThat(busy.client("a").deliveries()).isEmpty();
      }
    }
  }

  @Test
  void takesTheLoginWhoseAnswerIsLost() {
    var losing = Mishap.after(Fault.closing());
    try (var lossy = new CrowdServer(1, LIFETIME, name -> Optional.of(losing))) {
      ask(lossy, "password&username=u&password=p");

      assertThat(lossy.client("a").logins()).hasSize(1);
      assertThat(lossy.client("a").deliveries()).isEmpty();
    }
  }

  private static String refreshToken(RawClient.Reply reply) {
    return reply.json().get("refresh_token").textValue();
  }

  private RawClient.Reply refresh(String token) {
    return ask("refresh_token&refresh_token=" + token);
  }

  private RawClient.Reply ask(String grant) {
    return ask(server, grant);
  }

  private static RawClient.Reply ask(CrowdServer server, String grant) {
    var body = "client_id=a&grant_type=" + grant;
    return new RawClient(server.tokenUrl(0)).send("POST", "/token", body, FORM);
  }
}
