package dev.bearerd.oauth;

import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;

/** What entitles to a token. Its secrets are looked up for each request. */
public sealed interface Grant {

  /** Adds the parameters of the grant, {@code grant_type} first. */
  void contribute(RequestDraft draft);

  /** The client asks for itself (RFC 6749 section 4.4). */
  record ClientCredentials() implements Grant {
    @Override
    public void contribute(RequestDraft draft) {
      draft.parameter("grant_type", "client_credentials");
    }
  }

  /** The client asks for a user whose password it knows (RFC 6749 section 4.3). */
  record Password(String username, SecretRef password) implements Grant {
    @Override
    public void contribute(RequestDraft draft) {
      draft.parameter("grant_type", "password");
      draft.parameter("username", username);
      draft.parameter("password", password.resolve());
    }
  }

  /** The client renews what was granted before (RFC 6749 section 6). */
  record RefreshToken(SecretRef refreshToken) implements Grant {
    @Override
    public void contribute(RequestDraft draft) {
      contribute(draft, refreshToken.resolve());
    }

    static void contribute(RequestDraft draft, Secret refreshToken) {
      draft.parameter("grant_type", "refresh_token");
      draft.parameter("refresh_token", refreshToken);
    }
  }
}
