package dev.bearerd.refresh;

import dev.bearerd.token.Answer;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.Token.ExpirySource;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A token endpoint that numbers its tokens, and fails as long as it is told to. */
final class FakeEndpoint implements TokenSource {
  private final InstantSource clock;
  private final Duration lifetime;
  private Optional<Supplier<TokenException>> failure = Optional.empty();
  private Optional<Token> always = Optional.empty();
  private final List<Holdings> asked = new ArrayList<>();
  private Holdings holdings = Holdings.NOTHING;
  private int requests;
  private int issued;

  FakeEndpoint(InstantSource clock, Duration lifetime) {
    this.clock = clock;
    this.lifetime = lifetime;
  }

  @Override
  public Answer fetch(Holdings given) {
    requests++;
    asked.add(given);
    if (failure.isPresent()) {
      throw failure.get().get();
    }
    return Answer.of(always.orElseGet(this::next)).withHoldings(holdings);
  }

  /** What requests were made with, in order. */
  List<Holdings> asked() {
    return asked;
  }

  /** From now on, this comes with each token. */
  void brings(Holdings some) {
    holdings = some;
  }

  int requests() {
    return requests;
  }

  void fails(Supplier<TokenException> how) {
    failure = Optional.of(how);
  }

  void recovers() {
    failure = Optional.empty();
  }

  /** From now on, the next token is handed out again and again. */
  void repeats() {
    always = Optional.of(next());
  }

  private Token next() {
    return token("token-" + ++issued, clock, lifetime);
  }

  static Token token(String text, InstantSource clock, Duration lifetime) {
    var now = clock.instant();
    return new Token(new Secret(text), List.of(), now, now.plus(lifetime), ExpirySource.EXPIRES_IN);
  }
}
