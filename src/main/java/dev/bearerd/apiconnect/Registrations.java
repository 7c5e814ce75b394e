package dev.bearerd.apiconnect;

import dev.bearerd.oauth.HttpCall;
import dev.bearerd.oauth.HttpFailure;
import dev.bearerd.oauth.HttpReply;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.oauth.LenientJson;
import dev.bearerd.oauth.Redaction;
import dev.bearerd.oauth.ServerPath;
import dev.bearerd.token.SafeText;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The registrations of an API Connect server, which its administrators may add to. */
public final class Registrations {
  private static final List<String> REQUIRED =
      List.of("name", "title", "client_id", "client_secret");

  private final URI server;
  private final HttpTransport transport;
  private final HttpTransport.Limits limits;

  public Registrations(URI server, HttpTransport transport, HttpTransport.Limits limits) {
    this.server = server;
    this.transport = transport;
    this.limits = limits;
  }

  /** What has become of a registration. */
  public sealed interface Outcome {
    /**
     * It has been added.
     *
     * @param url its address, where the server says it
     */
    record Created(String name, Optional<String> url) implements Outcome {}

    /** One of this name was there before; nothing has been changed. */
    record Exists(String name) implements Outcome {}
  }

  /**
   * Adds the registration that a document describes.
   *
   * @param adminToken of an administrator in the Cloud Manager
   * @throws TokenException when the document is incomplete, and nothing was sent; or when the
   *     server refuses it
   */
  public Outcome create(Path document, Token adminToken) {
    var registration = RegistrationDocument.read(document);
    check(registration);
    var call = call(registration, adminToken.value());
    return outcome(registration.text("name"), call, transport.send(call, limits));
  }

  private static void check(RegistrationDocument document) {
    REQUIRED.forEach(document::text);
    if (document.optionalText("type").filter(type -> !type.equals("registration")).isPresent()) {
      throw document.failure("describes something else: its type is not registration");
    }
    if (!document.text("name").matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?")) {
      throw document.failure("has a name that is not of lower-case letters, digits and -");
    }
  }

  private HttpCall call(RegistrationDocument document, Secret adminToken) {
    return new HttpCall(
        "POST",
        ServerPath.of(server, "/api/cloud/registrations"),
        Map.of(
            "Authorization", "Bearer " + adminToken.reveal(),
            "Content-Type", "application/json",
            "Accept", "application/json"),
        document.json(REQUIRED),
        List.of(adminToken, new Secret(document.text("client_secret"))));
  }

  private Outcome outcome(String name, HttpCall call, HttpReply reply) {
    if (reply.isSuccess()) {
      return new Outcome.Created(name, url(call, reply));
    }
    if (reply.status() == 409) {
      return new Outcome.Exists(name);
    }
    throw failure(call, reply);
  }

  private Optional<String> url(HttpCall call, HttpReply reply) {
    return LenientJson.readObject(reply.body())
        .flatMap(body -> LenientJson.text(body, "url"))
        .filter(url -> url.matches("[\\w:/.%~-]+"))
        .map(url -> SafeText.of(Redaction.place(server.resolve(url)), call.secrets()));
  }

  private static TokenException failure(HttpCall call, HttpReply reply) {
    return switch (reply.status()) {
      case 400, 422 ->
          TokenException.rejected(
              "HTTP %d: the server refuses the registration; check its name, client_type and scopes"
                  .formatted(reply.status()));
      case 401, 403 ->
          TokenException.rejected(
              "HTTP %d: a registration needs the token of an administrator (realm admin/…)"
                  .formatted(reply.status()));
      default -> HttpFailure.of(call, reply, "below the server of API Connect");
    };
  }
}
