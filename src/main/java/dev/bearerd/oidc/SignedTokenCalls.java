package dev.bearerd.oidc;

import dev.bearerd.oauth.ClientAuthentication;
import dev.bearerd.oauth.ClientCalls;
import dev.bearerd.oauth.HttpCall;
import dev.bearerd.oauth.RequestDraft;
import dev.bearerd.oauth.TokenCalls;
import dev.bearerd.oauth.TokenRequest;
import dev.bearerd.token.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The calls of a client that signs a JWT for each of them. */
public final class SignedTokenCalls implements TokenCalls, ClientCalls {
  private final TokenRequest request;
  private final ClientJwt proof;
  private final RequestComposer composer;

  /**
   * @param request without a proof of the client
   */
  public SignedTokenCalls(TokenRequest request, ClientJwt proof, RequestComposer composer) {
    this.request = request;
    this.proof = proof;
    this.composer = composer;
  }

  @Override
  public HttpCall call() {
    return signed(request.draft());
  }

  @Override
  public HttpCall refreshCall(Secret refreshToken) {
    return signed(request.refreshDraft(refreshToken));
  }

  @Override
  public Optional<Secret> configuredRefreshToken() {
    return request.configuredRefreshToken();
  }

  /** The proof is one for the token URL, which is who all endpoints of a server are. */
  @Override
  public HttpCall form(URI endpoint, Consumer<RequestDraft> parameters) {
    return request.form(
        endpoint,
        draft -> {
          parameters.accept(draft);
          draft.parameter("client_assertion_type", ClientAuthentication.Assertion.TYPE);
          draft.parameter("client_assertion", assertion());
        });
  }

  private Secret assertion() {
    var anything = Map.of("grant_type", "client_credentials");
    return composer.compose(proof, request.tokenUrl(), anything).assertion();
  }

  private HttpCall signed(RequestDraft draft) {
    var composed = composer.compose(proof, request.tokenUrl(), draft.parameters());
    draft.secret(composed.assertion());
    return new HttpCall(
        "POST", request.tokenUrl(), draft.headers(), composed.body(), draft.secrets());
  }
}
