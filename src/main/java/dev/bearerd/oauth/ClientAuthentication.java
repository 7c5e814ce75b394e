package dev.bearerd.oauth;

import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How the client proves what it is. The client is looked up for each request. */
public sealed interface ClientAuthentication {

  /** Adds a header or parameters. */
  void contribute(RequestDraft draft);

  /** How client id and secret are written into a Basic header. */
  enum Encoding {
    /** Form-encoded first, as RFC 6749 section 2.3.1 says. */
    FORM,
    /** As they are, which some servers want. */
    RAW;

    String write(String text) {
      return this == FORM ? BodyFormat.encode(text) : text;
    }
  }

  /** Id and secret in an Authorization header. */
  record Basic(ClientSource source, Encoding encoding) implements ClientAuthentication {
    @Override
    public void contribute(RequestDraft draft) {
      var client = source.resolve();
      client.secret().ifPresent(draft::secret);
      var secret = client.secret().map(Secret::reveal).orElse("");
      var pair = encoding.write(client.id()) + ":" + encoding.write(secret);
      var credentials = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      draft.header("Authorization", "Basic", new Secret(credentials));
    }
  }

  /** Id and secret among the parameters. */
  record Post(ClientSource source) implements ClientAuthentication {
    @Override
    public void contribute(RequestDraft draft) {
      var client = source.resolve();
      draft.parameter("client_id", client.id());
      client.secret().ifPresent(secret -> draft.parameter("client_secret", secret));
    }
  }

  /**
   * A JWT that something else renews (RFC 7523 section 2.2), with the id beside it, which some
   * servers want and the others stand.
   */
  record Assertion(String clientId, SecretRef assertion) implements ClientAuthentication {
    public static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    @Override
    public void contribute(RequestDraft draft) {
      draft.parameter("client_id", clientId);
      draft.parameter("client_assertion_type", TYPE);
      draft.parameter("client_assertion", assertion.resolve());
    }
  }

  /** The id alone, for clients that have no secret, or that prove themselves outside of this. */
  record None(ClientSource source) implements ClientAuthentication {
    @Override
    public void contribute(RequestDraft draft) {
      draft.parameter("client_id", source.resolve().id());
    }
  }

  /** No client at all: who asks follows from the grant (RFC 7523 section 2.1, RFC 8693). */
  record Unnamed() implements ClientAuthentication {
    @Override
    public void contribute(RequestDraft draft) {}
  }
}
