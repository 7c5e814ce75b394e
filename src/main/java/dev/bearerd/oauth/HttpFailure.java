package dev.bearerd.oauth;

import dev.bearerd.token.SafeText;
import dev.bearerd.token.TokenException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * What an answer without success means for the next attempt, in words. Of a body, only the error
 * fields of RFC 6749 section 5.2 are ever shown.
 */
public final class HttpFailure {
  private static final Set<Integer> ASKS_FOR_PAUSE = Set.of(408, 425, 429);
  private static final Set<String> MAY_PASS = Set.of("temporarily_unavailable", "server_error");

  private HttpFailure() {}

  /**
   * Explains an answer whose status is not 2xx.
   *
   * @param purpose what the address should be, for instance {@code the token URL}
   */
  public static TokenException of(HttpCall call, HttpReply reply, String purpose) {
    if (reply.status() >= 500 || ASKS_FOR_PAUSE.contains(reply.status())) {
      return TokenException.hostBusy(busy(call, reply), reply.pause());
    }
    if (reply.status() >= 400) {
      return oauthError(call, reply)
          .orElseGet(
              () ->
                  TokenException.transientAnswer(
                      "HTTP %d without an OAuth error; is %s %s?"
                          .formatted(reply.status(), call.place(), purpose)));
    }
    return TokenException.transientAnswer(
        reply.status() >= 300
            ? redirect(call, reply)
            : "HTTP %d, which is no final answer".formatted(reply.status()));
  }

  /** The OAuth error that the body tells, whatever the status is. */
  static Optional<TokenException> oauthError(HttpCall call, HttpReply reply) {
    return code(reply)
        .map(
            code -> {
              var message = "%s (HTTP %d)".formatted(words(call, reply, code), reply.status());
              return MAY_PASS.contains(code)
                  ? TokenException.transientAnswer(message)
                  : TokenException.rejected(message);
            });
  }

  private static String busy(HttpCall call, HttpReply reply) {
    var status = "HTTP " + reply.status();
    var words = reply.status() == 429 ? status + ", too many requests" : status;
    return code(reply).map(code -> words + ": " + words(call, reply, code)).orElse(words);
  }

  /**
   * The OAuth error code of an answer, as the server wrote it: not to be shown. Codes are lower
   * case; {@code "error": "Forbidden"} is the error page of a web server.
   */
  public static Optional<String> code(HttpReply reply) {
    return LenientJson.readObject(reply.body())
        .flatMap(body -> LenientJson.text(body, "error"))
        .filter(code -> code.matches("[a-z0-9_.-]+"));
  }

  private static String words(HttpCall call, HttpReply reply, String code) {
    var safeCode = SafeText.of(code, call.secrets());
    return LenientJson.readObject(reply.body())
        .flatMap(body -> LenientJson.text(body, "error_description"))
        .map(description -> SafeText.of(description, call.secrets()))
        .filter(description -> !description.isEmpty())
        .map(description -> safeCode + ": " + description)
        .orElse(safeCode);
  }

  private static String redirect(HttpCall call, HttpReply reply) {
    var target =
        reply
            .header("Location")
            .flatMap(location -> target(call.url(), location))
            .map(place -> " to " + SafeText.of(place, call.secrets()))
            .orElse("");
    return "HTTP %d redirect%s (not followed; set the address that it should be)"
        .formatted(reply.status(), target);
  }

  private static Optional<String> target(URI from, String location) {
    try {
      return Optional.of(Redaction.place(from.resolve(location)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
