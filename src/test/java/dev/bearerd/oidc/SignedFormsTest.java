package dev.bearerd.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.oauth.BodyFormat;
import dev.bearerd.oauth.ClientAuthentication;
import dev.bearerd.oauth.ConfiguredClient;
import dev.bearerd.oauth.Grant;
import dev.bearerd.oauth.TokenRequest;
import dev.bearerd.oidc.RequestComposer.Composed;
import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Forms to other endpoints than the token URL, of a client that signs a JWT. */
class SignedFormsTest {
  private final List<URI> audiences = new ArrayList<>();

  @Test
  void carryAProofForTheTokenUrl() {
    var calls = new SignedTokenCalls(request(), proof(), this::compose);

    var call =
        calls.form(
            URI.create("https://h/revoke"), draft -> draft.parameter("token", new Secret("r1")));

    assertThat(call.url()).isEqualTo(URI.create("https://h/revoke"));
    assertThat(call.body())
        .isEqualTo(
            "token=r1"
                + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth"
                + "%3Aclient-assertion-type%3Ajwt-bearer"
                + "&client_assertion=a.b.c&client_id=me");
    assertThat(call.secrets()).contains(new Secret("a.b.c"), new Secret("r1"));
    assertThat(audiences).containsExactly(URI.create("https://h/token"));
  }

  private Composed compose(ClientJwt proof, URI tokenUrl, Map<String, String> parameters) {
    audiences.add(tokenUrl);
    return new Composed("grant_type=…", new Secret("a.b.c"));
  }

  private static ClientJwt proof() {
    var secret = new SecretRef.Literal(new Secret("s"));
    return new ClientJwt("me", new ClientJwt.Shared(secret), Optional.empty());
  }

  private static TokenRequest request() {
    return new TokenRequest(
        URI.create("https://h/token"),
        new Grant.ClientCredentials(),
        new ClientAuthentication.None(new ConfiguredClient("me", Optional.empty())),
        List.of("read"),
        Map.of(),
        Map.of(),
        BodyFormat.FORM);
  }
}
