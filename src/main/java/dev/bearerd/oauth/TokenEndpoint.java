package dev.bearerd.oauth;

import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenSource;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A token endpoint that is asked by one request: with the refresh token in hand, else, or when that
 * is refused, by the configured grant.
 */
public final class TokenEndpoint implements TokenSource {
  private final TokenRequest request;
  private final AnswerReader reader;
  private final HttpTransport transport;
  private final HttpTransport.Limits limits;
  private final InstantSource clock;

  public TokenEndpoint(
      TokenRequest request,
      AnswerReader reader,
      HttpTransport transport,
      HttpTransport.Limits limits,
      InstantSource clock) {
    this.request = request;
    this.reader = reader;
    this.transport = transport;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public Token fetch(Optional<Token> current) {
    return current
        .flatMap(Token::refreshToken)
        .flatMap(this::refresh)
        .orElseGet(() -> exchange(request.call()));
  }

  /** The renewed token; empty when the refresh token is refused. */
  private Optional<Token> refresh(Secret refreshToken) {
    try {
      return Optional.of(
          withRefreshToken(exchange(request.refreshCall(refreshToken)), refreshToken));
    } catch (TokenException e) {
      if (e.kind() == TokenException.Kind.REJECTED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Token exchange(HttpCall call) {
    var sentAt = clock.instant();
    return reader.read(call, transport.send(call, limits), sentAt);
  }

  /** An answer without a refresh token leaves the old one valid (RFC 6749 section 6). */
  private static Token withRefreshToken(Token token, Secret refreshToken) {
    return new Token(
        token.value(),
        Optional.of(token.refreshToken().orElse(refreshToken)),
        token.scopes(),
        token.obtainedAt(),
        token.expiresAt(),
        token.expirySource());
  }
}
