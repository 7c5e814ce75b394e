package dev.bearerd.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FaultServerTest {
  private final FaultServer server = new FaultServer(Fault.token("t", ", \"expires_in\": 60"));
  private final RawClient client = new RawClient(server.address());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void answersAndCounts() {
    assertThat(post().json().get("expires_in").intValue()).isEqualTo(60);
    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void refusesUntilItResumes() {
    server.refuse();
    assertThatThrownBy(this::post).hasCauseInstanceOf(ConnectException.class);

    server.resume();
    assertThat(post().status()).isEqualTo(200);
  }

  @Test
  void resetsInTheMiddle() {
    server.become(Fault.resetting());

    assertThatThrownBy(this::post)
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(SocketException.class);
  }

  @Test
  void closesInTheMiddle() {
    server.become(Fault.closingInTheMiddle());

    assertThat(post().body()).endsWith("half");
  }

  @Test
  void sendsHeadersOfItsOwn() {
    server.become(Fault.redirect("http://127.0.0.1:1/"));
    assertThat(post().status()).isEqualTo(302);

    server.become(Fault.busy(7));
    assertThat(post().status()).isEqualTo(429);
  }

  private RawClient.Reply post() {
    return client.send("POST", "/token", "grant_type=client_credentials");
  }
}
