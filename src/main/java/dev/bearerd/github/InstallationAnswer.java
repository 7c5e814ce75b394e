package dev.bearerd.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bearerd.oauth.HttpCall;
import dev.bearerd.oauth.HttpFailure;
import dev.bearerd.oauth.HttpReply;
import dev.bearerd.oauth.LenientJson;
import dev.bearerd.token.SafeText;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.Token.ExpirySource;
import dev.bearerd.token.TokenException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What GitHub answers. Of a body that holds no token, only GitHub's {@code message} is ever shown.
 */
record InstallationAnswer(HttpCall call, HttpReply reply) {
  private static final String PURPOSE = "below the REST interface of GitHub";

  /**
   * The token.
   *
   * @param sentAt when it was asked for, by the local clock
   * @throws TokenException when there is none, in words
   */
  Token token(Instant sentAt) {
    if (!reply.isSuccess()) {
      throw failure();
    }
    var body = LenientJson.readObject(reply.body()).orElseThrow(this::withoutToken);
    var value = LenientJson.text(body, "token").orElseThrow(this::withoutToken);
    return new Token(
        new Secret(value),
        permissions(body),
        sentAt,
        sentAt.plus(lifetime(body)),
        ExpirySource.EXPIRES_IN);
  }

  /** By GitHub's own clock, where it tells the time. */
  private Duration lifetime(ObjectNode body) {
    return LenientJson.text(body, "expires_at")
        .flatMap(InstallationAnswer::instant)
        .map(end -> Duration.between(reply.date(), end))
        .orElseThrow(
            () ->
                TokenException.malformed(
                    "HTTP %d with a token, but no time at expires_at".formatted(reply.status())));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static List<String> permissions(ObjectNode body) {
    return body.path("permissions").properties().stream()
        .map(permission -> permission.getKey() + ":" + permission.getValue().asText())
        .toList();
  }

  private TokenException failure() {
    var said =
        LenientJson.readObject(reply.body()).flatMap(body -> LenientJson.text(body, "message"));
    return said.flatMap(this::refusal).orElseGet(() -> HttpFailure.of(call, reply, PURPOSE));
  }

  private Optional<TokenException> refusal(String message) {
    var words = "HTTP " + reply.status() + ": " + SafeText.of(message, call.secrets());
    return switch (reply.status()) {
      case 401 ->
          rejected(
              words
                  + " (do client-id and private-key-file belong to one app, and is this machine's"
                  + " clock right?)");
      case 404 ->
          rejected(
              words + " (is installation-id that of an installation of this client-id's app?)");
      case 403, 429 ->
          isLimit(message)
              ? Optional.of(TokenException.hostBusy(words, reply.pause()))
              : rejected(words + " (is the installation suspended?)");
      case 422 ->
          rejected(words + " (does the installation have all scopes and parameters.repositories?)");
      default -> Optional.empty();
    };
  }

  /** The secondary limits are told by the message alone. */
  private boolean isLimit(String message) {
    return reply.status() == 429
        || reply.pause().isPresent()
        || message.toLowerCase(Locale.ROOT).contains("rate limit");
  }

  private static Optional<TokenException> rejected(String words) {
    return Optional.of(TokenException.rejected(words));
  }

  private TokenException withoutToken() {
    return TokenException.malformed(
        "HTTP %d without a token; is %s %s?".formatted(reply.status(), call.place(), PURPOSE));
  }
}
