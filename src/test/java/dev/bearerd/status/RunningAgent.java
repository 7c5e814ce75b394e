package dev.bearerd.status;

import dev.bearerd.journal.MemoryJournal;
import dev.bearerd.refresh.Agent;
import dev.bearerd.refresh.Definitions;
import dev.bearerd.refresh.Provider;
import dev.bearerd.refresh.RefreshListener;
import dev.bearerd.target.Publication;
import dev.bearerd.target.Target;
import dev.bearerd.target.TargetException;
import dev.bearerd.token.Answer;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.Token.ExpirySource;
import dev.bearerd.token.TokenException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;

/**
 * An agent with three providers: {@code good} has published, {@code refused} gets no token, and
 * {@code unpublished} has a target that fails. Its clock is moved by the test.
 */
final class RunningAgent implements InstantSource {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  static final String MARKED = "m4rked-token-value";

  private final Queue<Runnable> started = new ArrayDeque<>();
  private Instant now = START;
  private final Agent agent;

  RunningAgent(RefreshListener listener) {
    agent =
        new Agent(
            List.of(
                provider("good", Optional.empty(), Optional.empty(), listener),
                provider("refused", Optional.of("invalid_client"), Optional.empty(), listener),
                provider("unpublished", Optional.empty(), Optional.of("disk full"), listener)),
            new Agent.Limits(4, 4),
            new Agent.Executors(
                started::add, started::add, started::add, started::add, (delay, step) -> {}),
            new Agent.Clocks(this, () -> Duration.ZERO),
            listener);
    agent.tick();
    while (!started.isEmpty()) {
      started.remove().run();
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  Agent agent() {
    return agent;
  }

  void advance(Duration duration) {
    now = now.plus(duration);
  }

  private Provider provider(
      String name,
      Optional<String> refusal,
      Optional<String> targetFailure,
      RefreshListener listener) {
    var definition =
        Definitions.of(
                name, "https://" + name + ".example.com:443", holdings -> Answer.of(token(refusal)))
            .targets(target(name, targetFailure))
            .build();
    return new Provider(definition, new MemoryJournal(), this, new Random(7), listener);
  }

  private Token token(Optional<String> refusal) {
    if (refusal.isPresent()) {
      throw TokenException.rejected(refusal.get());
    }
    return new Token(
        new Secret(MARKED), List.of(), now, now.plusSeconds(3600), ExpirySource.EXPIRES_IN);
  }

  private static Target target(String name, Optional<String> failure) {
    return new Target() {
      @Override
      public String description() {
        return "file /run/tokens/" + name;
      }

      @Override
      public Publication publish(Token token) {
        failure.ifPresent(
            why -> {
              throw new TargetException(why);
            });
        return Publication.WRITTEN;
      }

      @Override
      public boolean remove() {
        return false;
      }

      @Override
      public void probe() {}

      @Override
      public List<Path> paths() {
        return List.of();
      }
    };
  }
}
