package dev.bearerd.oauth;

import dev.bearerd.token.Revocation;
import dev.bearerd.token.Secret;
import java.net.URI;
import java.util.Map;

/** A revocation endpoint (RFC 7009 section 2). Any answer but a success is a failure. */
public final class RevocationEndpoint implements Revocation {
  private final URI url;
  private final ClientCalls calls;
  private final HttpTransport transport;
  private final HttpTransport.Limits limits;

  public RevocationEndpoint(
      URI url, ClientCalls calls, HttpTransport transport, HttpTransport.Limits limits) {
    this.url = url;
    this.calls = calls;
    this.transport = transport;
    this.limits = limits;
  }

  @Override
  public void revoke(Secret token, Hint hint, Map<String, String> discoveries) {
    var call =
        calls.form(
            url,
            draft -> {
              draft.parameter("token", token);
              draft.parameter("token_type_hint", hint.parameter());
            });
    var reply = transport.send(call, limits);
    if (!reply.isSuccess()) {
      throw HttpFailure.of(call, reply, "the revocation endpoint");
    }
  }
}
