package dev.bearerd.bench;

import dev.bearerd.journal.MemoryJournal;
import dev.bearerd.refresh.Agent;
import dev.bearerd.refresh.Definitions;
import dev.bearerd.refresh.Provider;
import dev.bearerd.refresh.RefreshPolicy;
import dev.bearerd.token.Answer;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The work of a tick in which nothing is due, measured in this process. */
final class TickCost {
  private static final int TICKS = 2_000_000;
  private static final int ROUNDS = 5;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(START);

  private TickCost() {}

  /** Nanoseconds of one tick, in the best of some rounds. */
  static double nanoseconds(int idleProviders) {
    var agent = idle(idleProviders);
    return IntStream.range(0, ROUNDS).mapToDouble(round -> round(agent)).min().orElseThrow();
  }

  private static double round(Agent agent) {
    var from = System.nanoTime();
    for (var i = 0; i < TICKS; i++) {
      agent.tick();
    }
    return (System.nanoTime() - from) / (double) TICKS;
  }

  /** An agent all of whose providers have just got a token. */
  private static Agent idle(int count) {
    var steps = new ArrayDeque<Runnable>();
    var providers = IntStream.range(0, count).mapToObj(TickCost::provider).toList();
    var agent =
        new Agent(
            providers,
            new Agent.Limits(32, 4),
            new Agent.Executors(
                steps::add, steps::add, steps::add, steps::add, (delay, step) -> {}),
            new Agent.Clocks(CLOCK, () -> Duration.ZERO),
            event -> {});
    agent.tick();
    while (!steps.isEmpty()) {
      steps.remove().run();
    }
    return agent;
  }

  private static Provider provider(int number) {
    var definition =
        Definitions.of("p" + number, "https://idp:443", holdings -> Answer.of(token()))
            .refresh(new RefreshPolicy(0.75, 0.1, Duration.ofSeconds(1)))
            .build();
    return new Provider(
        definition, new MemoryJournal(), CLOCK, new SplittableRandom(number), event -> {});
  }

  private static Token token() {
    return new Token(
        new Secret("token"),
        List.of(),
        START,
        START.plus(Duration.ofHours(1)),
        Token.ExpirySource.EXPIRES_IN);
  }
}
