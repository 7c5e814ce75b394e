package dev.bearerd.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.Await;
import dev.bearerd.kit.Fault;
import dev.bearerd.kit.FaultServer;
import dev.bearerd.kit.InMemory;
import dev.bearerd.kit.MachineTime;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host with 1,000 providers fails for a minute while nearly all of them become due. */
final class OutageIT {
  private static final int PROVIDERS = 1_000;
  private static final int DUE_IN_OUTAGE = 900;
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration OUTAGE = Duration.ofSeconds(60);
  private static final Duration RECOVERY = Duration.ofSeconds(5);
  private static final int REQUESTS = 60;
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** A request that was under way is no offence; on a busy machine that takes its time. */
  private static final Duration UNDER_WAY = Duration.ofMillis(500);

  private static final int SHORTEST_SECONDS = 18;
  private static final int LONGEST_SECONDS = 76;
  private static final int LATER_SECONDS = 150;

  private static final String HEADER =
      """
      bearerd:
        journal: "@DIR@/journal"
        http: {port: @PORT@}
        defaults:
          client-id: someone
          client-secret: not-a-secret
          token-url: @URL@/token
          timeout: 2s
        providers:
      """;
  private static final String PROVIDER = "    p%1$d: {publish: [{file: \"@DIR@/tokens/p%1$d\"}]}\n";

  private final AtomicInteger given = new AtomicInteger();
  private final FaultServer server = new FaultServer(this::give);
  private final Installation installation;

  OutageIT(@TempDir(factory = InMemory.class) Path directory) throws IOException {
    installation = Installation.in(directory.toRealPath());
  }

  @BeforeEach
  void publishAll() {
    var yaml = new StringBuilder(HEADER.replace("@URL@", server.address().toString()));
    for (var i = 0; i < PROVIDERS; i++) {
      yaml.append(PROVIDER.formatted(i));
    }
    installation.configure(yaml.toString());
    installation.start();
    await("first tokens", START, () -> given.get() >= PROVIDERS && states("fresh") == PROVIDERS);
  }

  @AfterEach
  void stop() {
    installation.close();
    server.close();
  }

  @Test
  void asksLittleWhileConnectionsAreRefused() {
    isSurvived(server::refuse, server::resume);
  }

  @Test
  void asksLittleWhileEveryAnswerIsAFailure() {
    var unavailable = Fault.html("503 Service Unavailable");
    isSurvived(() -> server.become(unavailable), () -> server.become(this::give));
  }

  @Test
  void asksLittleWhileNothingIsAnswered() {
    var end = new CountDownLatch(1);
    isSurvived(
        () -> server.become(socket -> hang(end)),
        () -> {
          server.become(this::give);
          end.countDown();
        });
  }

  @Test
  void asksNothingDuringAPause() {
    // Given a host that asks for a pause as soon as the first token is due
    var asked = new CopyOnWriteArrayList<Instant>();
    var busy = Fault.busy((int) PAUSE.toSeconds());
    server.become(
        socket -> {
          asked.add(Instant.now());
          busy.answer(socket);
        });
    await("a request", START, () -> !asked.isEmpty());

    // When it could answer again just before the pause ends
    Pause.until(asked.get(0).plus(PAUSE).minus(UNDER_WAY));
    server.become(
        socket -> {
          asked.add(Instant.now());
          give(socket);
        });
    Pause.until(asked.get(0).plus(PAUSE));
    Pause.of(RECOVERY);

    // Then
    var first = asked.get(0);
    assertThat(asked)
        .noneMatch(
            at ->
                MachineTime.between(first, at).compareTo(UNDER_WAY) > 0
                    && at.isBefore(first.plus(PAUSE)));
    assertThat(states("expired")).isZero(); // others may be due again
  }

  private void isSurvived(Runnable begin, Runnable end) {
    // When
    var before = installation.refreshes();
    begin.run();
    Pause.of(OUTAGE);
    var cost = installation.refreshes() - before; // and nothing of what follows its end
    var answered = given.get();
    end.run();
    Pause.of(RECOVERY);

    // Then
    System.out.printf("outage: %d requests in %s%n", cost, OUTAGE);
    assertThat(cost).as("requests in %s", OUTAGE).isLessThan(REQUESTS);
    assertThat(notFresh()).as("not fresh after %s", RECOVERY).isEmpty();
    assertThat(given.get() - answered).as("were due").isGreaterThan(DUE_IN_OUTAGE - REQUESTS);
  }

  /** First tokens with ends so spread that most are due during an outage, then long ones. */
  private void give(Socket socket) throws IOException {
    var number = given.getAndIncrement();
    var spread = (LONGEST_SECONDS - SHORTEST_SECONDS) * number / DUE_IN_OUTAGE;
    var seconds = number < DUE_IN_OUTAGE ? SHORTEST_SECONDS + spread : LATER_SECONDS;
    Fault.token("t" + number, ", \"expires_in\": " + seconds).answer(socket);
  }

  /** Then the socket is closed, as by a server that is started anew. */
  private static void hang(CountDownLatch end) throws IOException {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private long states(String state) {
    return installation.status().stream()
        .filter(provider -> provider.get("state").asText().equals(state))
        .count();
  }

  private List<String> notFresh() {
    return installation.status().stream()
        .filter(provider -> !provider.get("state").asText().equals("fresh"))
        .map(provider -> provider.get("name").asText() + " is " + provider.get("state").asText())
        .toList();
  }

  private void await(String what, Duration limit, BooleanSupplier condition) {
    Await.until(what, limit, condition, () -> installation.process().stderr());
  }
}
