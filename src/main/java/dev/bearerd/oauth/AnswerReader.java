package dev.bearerd.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bearerd.token.SafeText;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.Token.ExpirySource;
import dev.bearerd.token.TokenException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads what a token endpoint answers, as leniently as real servers need: either a token comes out,
 * or a {@link TokenException} that says in words why there is none. Never shows what a body holds,
 * but for the error fields of RFC 6749.
 */
public final class AnswerReader {
  private static final Duration ASSUMED_LIFETIME = Duration.ofMinutes(5);

  private final Pointers pointers;
  private final Optional<Duration> configuredLifetime;
  private final boolean unauthorizedIsRejection;

  public AnswerReader(Pointers pointers, Optional<Duration> configuredLifetime) {
    this(pointers, configuredLifetime, false);
  }

  /**
   * @param configuredLifetime of tokens whose server says nothing about their end
   * @param unauthorizedIsRejection whether a JSON answer with status 401 refuses the credentials
   *     even without an OAuth error
   */
  public AnswerReader(
      Pointers pointers, Optional<Duration> configuredLifetime, boolean unauthorizedIsRejection) {
    this.pointers = pointers;
    this.configuredLifetime = configuredLifetime;
    this.unauthorizedIsRejection = unauthorizedIsRejection;
  }

  /**
   * The token that the reply holds.
   *
   * @param call what was asked; its secrets are kept out of messages
   * @param sentAt when it was asked, by the local clock
   * @throws TokenException when there is no usable token
   */
  public Token read(HttpCall call, HttpReply reply, Instant sentAt) {
    return readKnowing(call.withSecrets(tokens(reply)), reply, sentAt);
  }

  private Token readKnowing(HttpCall call, HttpReply reply, Instant sentAt) {
    if (!reply.isSuccess()) {
      throw failure(call, reply);
    }
    var answer =
        LenientJson.readObject(reply.body())
            .orElseThrow(() -> TokenException.malformed(noObject(call, reply)));
    var value = text(pointers.accessTokenIn(answer)).orElseThrow(() -> withoutToken(call, reply));
    checkType(answer, call);
    var lifetime = lifetime(answer, value, reply);
    return new Token(
        new Secret(value),
        scopes(answer.path("scope")),
        sentAt,
        sentAt.plus(lifetime.length()),
        lifetime.source());
  }

  /** The refresh token of a successful reply, also of one without a usable access token. */
  public Optional<Secret> refreshToken(HttpReply reply) {
    return Optional.of(reply)
        .filter(HttpReply::isSuccess)
        .flatMap(success -> LenientJson.readObject(success.body()))
        .flatMap(answer -> text(pointers.refreshTokenIn(answer)))
        .map(Secret::new);
  }

  /** What the answer may repeat at other places. */
  private List<Secret> tokens(HttpReply reply) {
    return LenientJson.readObject(reply.body()).stream()
        .flatMap(body -> Stream.of(pointers.accessTokenIn(body), pointers.refreshTokenIn(body)))
        .flatMap(token -> text(token).stream())
        .map(Secret::new)
        .toList();
  }

  private TokenException failure(HttpCall call, HttpReply reply) {
    var failure = HttpFailure.of(call, reply, "the token URL");
    return unauthorizedIsRejection
            && reply.status() == 401
            && failure.kind() == TokenException.Kind.TRANSIENT
            && LenientJson.readObject(reply.body()).isPresent()
        ? TokenException.rejected(
            "HTTP 401: the server refuses the user name, password, realm or client")
        : failure;
  }

  private TokenException withoutToken(HttpCall call, HttpReply reply) {
    return HttpFailure.oauthError(call, reply)
        .orElseGet(
            () ->
                TokenException.malformed(
                    "HTTP %d with JSON, but no text at %s; is %s the token URL?"
                        .formatted(reply.status(), pointers.accessTokenAt(), call.place())));
  }

  private static String noObject(HttpCall call, HttpReply reply) {
    return "HTTP %d with %s, no token: is %s the token URL?"
        .formatted(reply.status(), kindOf(reply), call.place());
  }

  private static String kindOf(HttpReply reply) {
    var start = reply.body().stripLeading().toLowerCase(Locale.ROOT);
    if (start.isEmpty() || start.equals("\uFEFF")) {
      return "an empty body";
    }
    if (reply.header("Content-Type").orElse("").toLowerCase(Locale.ROOT).contains("html")
        || start.startsWith("<!doctype html")
        || start.startsWith("<html")) {
      return "an HTML page";
    }
    if (LenientJson.read(reply.body()).isPresent()) {
      return "JSON that is no object";
    }
    return start.startsWith("{") ? "truncated or broken JSON" : "a body that is not JSON";
  }

  private static void checkType(JsonNode answer, HttpCall call) {
    text(answer.path("token_type"))
        .filter(type -> !type.equalsIgnoreCase("bearer"))
        .ifPresent(
            type -> {
              throw TokenException.malformed(
                  "the token is of type %s; only Bearer can be published"
                      .formatted(SafeText.of(type, call.secrets())));
            });
  }

  private Lasting lifetime(JsonNode answer, String token, HttpReply reply) {
    return Lifetime.expiresIn(pointers.expiresInIn(answer))
        .map(length -> new Lasting(length, ExpirySource.EXPIRES_IN))
        .or(
            () ->
                Lifetime.ofJwt(token, reply.date())
                    .map(length -> new Lasting(length, ExpirySource.JWT)))
        .or(() -> configuredLifetime.map(length -> new Lasting(length, ExpirySource.CONFIGURED)))
        .orElse(new Lasting(ASSUMED_LIFETIME, ExpirySource.ASSUMED));
  }

  private record Lasting(Duration length, ExpirySource source) {}

  private static List<String> scopes(JsonNode scope) {
    var texts =
        scope.isArray()
            ? StreamSupport.stream(scope.spliterator(), false).flatMap(item -> text(item).stream())
            : text(scope).stream();
    return texts
        .flatMap(words -> Stream.of(words.strip().split("\\s+")))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node)
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(text -> !text.isEmpty());
  }
}
