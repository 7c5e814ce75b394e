package dev.bearerd.device;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bearerd.oauth.AnswerReader;
import dev.bearerd.oauth.ClientCalls;
import dev.bearerd.oauth.HttpCall;
import dev.bearerd.oauth.HttpFailure;
import dev.bearerd.oauth.HttpReply;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.oauth.LenientJson;
import dev.bearerd.oauth.TokenRequest;
import dev.bearerd.token.Answer;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.SafeText;
import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Kind;
import dev.bearerd.token.TokenException.Reach;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Gets a refresh token that a person grants. Nothing of it is kept here. Failures that may pass do
 * not end it; a refusal does, and the end of the time that the server gives.
 */
public final class DeviceLogin {
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(5);
  private static final Duration SLOWER = Duration.ofSeconds(5);
  private static final long LONGEST_INTERVAL_SECONDS = 60;
  private static final long USUAL_SECONDS = 600;
  private static final long LONGEST_SECONDS = 3600;
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

  private final URI endpoint;
  private final TokenRequest request;
  private final ClientCalls calls;
  private final AnswerReader reader;
  private final HttpTransport transport;
  private final HttpTransport.Limits limits;
  private final InstantSource clock;

  /**
   * @param endpoint of device authorization
   * @param request that would be sent otherwise: where, for which scopes, with which parameters
   */
  public DeviceLogin(
      URI endpoint,
      TokenRequest request,
      ClientCalls calls,
      AnswerReader reader,
      HttpTransport transport,
      HttpTransport.Limits limits,
      InstantSource clock) {
    this.endpoint = endpoint;
    this.request = request;
    this.calls = calls;
    this.reader = reader;
    this.transport = transport;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Begins.
   *
   * @throws TokenException when the server gives no code
   */
  public DeviceAuthorization begin() {
    var call =
        calls.form(
            endpoint,
            draft -> {
              if (!request.scopes().isEmpty()) {
                draft.parameter("scope", String.join(" ", request.scopes()));
              }
              request.parameters().forEach(draft::parameter);
            });
    var sentAt = clock.instant();
    return authorization(call, transport.send(call, limits), sentAt);
  }

  /**
   * Waits until somebody has granted or refused.
   *
   * @return a token, and the refresh token among its holdings
   * @throws TokenException with the reason why there is none
   */
  public Answer finish(DeviceAuthorization authorization, Waiting waiting)
      throws InterruptedException {
    var interval = authorization.interval();
    var failure = Optional.<TokenException>empty();
    while (true) {
      waiting.during(interval);
      if (!clock.instant().isBefore(authorization.expiresAt())) {
        throw failure.map(expired()::after).orElseGet(DeviceLogin::expired);
      }
      var poll = poll(authorization);
      if (poll.answer().isPresent()) {
        return poll.answer().get();
      }
      failure = poll.failure();
      interval = interval.plus(poll.slower());
    }
  }

  /**
   * What a request for the token brought.
   *
   * @param slower by how much more the next one is to wait
   * @param failure that may pass
   */
  private record Poll(Optional<Answer> answer, Duration slower, Optional<TokenException> failure) {
    static final Poll PENDING = new Poll(Optional.empty(), Duration.ZERO, Optional.empty());
    static final Poll TOO_FAST = new Poll(Optional.empty(), SLOWER, Optional.empty());
  }

  private Poll poll(DeviceAuthorization authorization) {
    var call =
        calls.form(
            request.tokenUrl(),
            draft -> {
              draft.parameter("grant_type", GRANT);
              draft.parameter("device_code", authorization.deviceCode());
            });
    var sentAt = clock.instant();
    try {
      return read(call, transport.send(call, limits), sentAt);
    } catch (TokenException e) {
      if (e.kind() == Kind.TRANSIENT && e.reach() != Reach.ANSWERED) {
        return new Poll(
            Optional.empty(),
            SLOWER,
            Optional.of(e)); // RFC 8628 section 3.5: also where there is no connection
      }
      throw e;
    }
  }

  private Poll read(HttpCall call, HttpReply reply, Instant sentAt) {
    return switch (HttpFailure.code(reply).orElse("")) {
      case "authorization_pending" -> Poll.PENDING;
      case "slow_down" -> Poll.TOO_FAST;
      case "expired_token" -> throw expired();
      case "access_denied" -> throw TokenException.rejected("the login was refused in the browser");
      default ->
          new Poll(Optional.of(answer(call, reply, sentAt)), Duration.ZERO, Optional.empty());
    };
  }

  private Answer answer(HttpCall call, HttpReply reply, Instant sentAt) {
    var token = reader.read(call, reply, sentAt);
    var refreshToken =
        reader
            .refreshToken(reply)
            .orElseThrow(
                () ->
                    TokenException.malformed(
                        "the server gave no refresh token; many want the scope offline_access for"
                            + " that"));
    var holdings = Holdings.NOTHING.withRefreshTokens(List.of(refreshToken));
    return Answer.of(token).withHoldings(holdings);
  }

  private static TokenException expired() {
    return TokenException.rejected("nobody has confirmed the code in time");
  }

  private static DeviceAuthorization authorization(HttpCall call, HttpReply reply, Instant sentAt) {
    if (!reply.isSuccess()) {
      throw HttpFailure.of(call, reply, "the device authorization endpoint");
    }
    var body = LenientJson.readObject(reply.body()).orElseThrow(() -> withoutCode(call, reply));
    var deviceCode =
        text(body, "device_code").map(Secret::new).orElseThrow(() -> withoutCode(call, reply));
    var secrets = List.of(deviceCode);
    return new DeviceAuthorization(
        deviceCode,
        SafeText.of(text(body, "user_code").orElseThrow(() -> withoutCode(call, reply)), secrets),
        text(body, "verification_uri")
            .or(() -> text(body, "verification_url")) // as drafts of the RFC had it
            .map(text -> address(text, secrets).orElseGet(() -> SafeText.of(text, secrets)))
            .orElseThrow(() -> withoutCode(call, reply)),
        text(body, "verification_uri_complete").flatMap(text -> address(text, secrets)),
        sentAt.plus(seconds(body.path("expires_in"), USUAL_SECONDS, LONGEST_SECONDS)),
        seconds(body.path("interval"), USUAL_INTERVAL.toSeconds(), LONGEST_INTERVAL_SECONDS));
  }

  /** Whole, as a part of an address leads nowhere; empty where it is none. */
  private static Optional<String> address(String text, List<Secret> secrets) {
    try {
      return Optional.of(SafeText.masked(new URI(text.strip()).toASCIIString(), secrets));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static TokenException withoutCode(HttpCall call, HttpReply reply) {
    return TokenException.malformed(
        "HTTP %d without a code for the login; is %s the device authorization endpoint?"
            .formatted(reply.status(), call.place()));
  }

  private static Optional<String> text(JsonNode body, String field) {
    return LenientJson.text(body, field).filter(text -> !text.isBlank());
  }

  /** A number, also one that is written as a text. */
  private static Duration seconds(JsonNode value, long usual, long longest) {
    return Duration.ofSeconds(Math.max(1, Math.min(value.asLong(usual), longest)));
  }
}
