package dev.bearerd.oauth;

import dev.bearerd.token.Answer;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenSource;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A token endpoint that is asked with the newest refresh token that is held; when that is refused,
 * with its predecessor; and at last by the configured grant. Any other failure ends the attempt,
 * and no refresh token is sent twice in one. What is held is given up only for an answer.
 */
public final class TokenEndpoint implements TokenSource {
  private final TokenCalls calls;
  private final AnswerReader reader;
  private final HttpTransport transport;
  private final HttpTransport.Limits limits;
  private final InstantSource clock;

  public TokenEndpoint(
      TokenCalls calls,
      AnswerReader reader,
      HttpTransport transport,
      HttpTransport.Limits limits,
      InstantSource clock) {
    this.calls = calls;
    this.reader = reader;
    this.transport = transport;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public Answer fetch(Holdings holdings) {
    var refusals = new LinkedHashMap<Secret, TokenException>();
    for (var refreshToken : holdings.refreshTokens()) {
      try {
        return refresh(refreshToken, holdings);
      } catch (TokenException e) {
        if (!isRefusal(e)) {
          throw e;
        }
        refusals.put(refreshToken, e);
      }
    }
    return grant(holdings, refusals);
  }

  private Answer refresh(Secret refreshToken, Holdings holdings) {
    return exchange(calls.refreshCall(refreshToken), Optional.of(refreshToken), holdings);
  }

  /**
   * By the server, and not here. Where an answer brought something to hold, what was to be tried
   * next is out of date.
   */
  private static boolean isRefusal(TokenException e) {
    return e.kind() == TokenException.Kind.REJECTED
        && e.reach() == TokenException.Reach.ANSWERED
        && e.holdings().isEmpty();
  }

  /** The configured grant may be a refresh token that was held, and has just been refused. */
  private Answer grant(Holdings holdings, Map<Secret, TokenException> refusals) {
    var refusal = calls.configuredRefreshToken().map(refusals::get);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return exchange(grantCall(refusals.values()), Optional.empty(), holdings);
  }

  /** Where only a login could help, it is because of a refusal, if there was one. */
  private HttpCall grantCall(Collection<TokenException> refusals) {
    try {
      return calls.call();
    } catch (TokenException e) {
      throw e.kind() == TokenException.Kind.REJECTED
          ? refusals.stream().findFirst().map(e::after).orElse(e)
          : e;
    }
  }

  /** Whatever is wrong with an access token, the refresh token beside it has taken effect. */
  private Answer exchange(HttpCall call, Optional<Secret> used, Holdings holdings) {
    var sentAt = clock.instant();
    var reply = transport.send(call, limits);
    var given = reader.refreshToken(reply);
    var next = holdings.withRefreshTokens(successors(given, used));
    try {
      var token = reader.read(call, reply, sentAt);
      return new Answer(token, next, reply.clockSkew(sentAt), reply.pause());
    } catch (TokenException e) {
      throw given.isPresent() ? e.holding(next) : e;
    }
  }

  /** An answer without a refresh token leaves the old one valid (RFC 6749 section 6). */
  private static List<Secret> successors(Optional<Secret> given, Optional<Secret> used) {
    return Stream.of(given, used).flatMap(Optional::stream).distinct().toList();
  }
}
