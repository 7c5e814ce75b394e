package dev.bearerd.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.Await;
import dev.bearerd.kit.Bearerd;
import dev.bearerd.kit.Fault;
import dev.bearerd.kit.FaultServer;
import dev.bearerd.kit.MachineTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Neither the start nor the end waits for a server. */
@Timeout(90)
final class StartAndEndIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String LIFE = ", \"expires_in\": 60";
  private static final String CONFIGURATION =
      """
      bearerd:
        http: {port: 0}
        defaults: {client-id: someone, client-secret: not-a-secret, retry: {initial: 1s, max: 1s}}
        providers:
          a:
            token-url: @A@/token
            publish: [{file: "@DIR@/tokens/a"}]
          b:
            token-url: @B@/token
            publish: [{file: "@DIR@/tokens/b"}]
      """;

  private final Place place;
  private final Bearerd bearerd;
  private final FaultServer a = new FaultServer(Fault.token("token", LIFE));
  private final FaultServer b = new FaultServer(Fault.json("400 Bad Request", "{}"));

  StartAndEndIT(@TempDir Path directory) throws IOException {
    place = new Place(directory.toRealPath());
    bearerd = Bearerd.in(place.directory());
    place.configure(
        CONFIGURATION
            .replace("@A@", a.address().toString())
            .replace("@B@", b.address().toString()));
  }

  @AfterEach
  void stop() {
    bearerd.close();
    a.close();
    b.close();
  }

  @Test
  void startsWhileAServerIsDown() {
    a.refuse();
    var process = bearerd.start("--config", place.configuration(), "run");
    process.awaitLine(line -> line.contains("provider=a") && line.contains("refused"), LIMIT);

    a.resume();

    Await.until("a token", LIMIT, () -> place.read("a").equals("token"), process::stderr);
    assertThat(process.terminate()).isZero();
  }

  @Test
  void endsWhileARequestHangsAndAnotherProviderIsAboutToTryAgain() {
    a.become(Fault.silence());
    var process = bearerd.start("--config", place.configuration(), "run");
    Await.until("requests", LIMIT, () -> a.requests() > 0 && b.requests() > 1, process::stderr);
    var from = Instant.now();

    assertThat(process.terminate()).isZero();

    assertThat(MachineTime.since(from)).isLessThan(Duration.ofSeconds(9));
    assertThat(process.stderr()).contains("stopping").doesNotContain("Exception");
  }
}
