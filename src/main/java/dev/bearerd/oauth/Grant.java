package dev.bearerd.oauth;

import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import dev.bearerd.token.TokenException;
import java.util.Optional;
import java.util.function.Supplier;

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

  /**
   * A person grants it elsewhere, and what comes of that is held.
   *
   * @param provider whose person is asked
   */
  record Login(String provider) implements Grant {
    @Override
    public void contribute(RequestDraft draft) {
      throw TokenException.unprepared("no usable refresh token; run: bearerd login " + provider);
    }
  }

  /**
   * A token is exchanged for another (RFC 8693 section 2.1).
   *
   * @param actor who acts for the subject
   * @param requestedType the type of the token that is wanted; the server's choice where it is not
   *     given
   */
  record TokenExchange(
      TypedToken subject, Optional<TypedToken> actor, Optional<String> requestedType)
      implements Grant {
    @Override
    public void contribute(RequestDraft draft) {
      draft.parameter("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
      draft.parameter("subject_token", subject.token().resolve());
      draft.parameter("subject_token_type", subject.type());
      actor.ifPresent(
          given -> {
            draft.parameter("actor_token", given.token().resolve());
            draft.parameter("actor_token_type", given.type());
          });
      requestedType.ifPresent(type -> draft.parameter("requested_token_type", type));
    }
  }

  /**
   * A token that something else renews.
   *
   * @param type one of the URIs of RFC 8693 section 3
   */
  record TypedToken(SecretRef token, String type) {
    public static final String ACCESS = "urn:ietf:params:oauth:token-type:access_token";
  }

  /**
   * A JWT is the authorization (RFC 7523 section 2.1).
   *
   * @param assertion the JWT, made or looked up for each request
   */
  record JwtBearer(Supplier<Secret> assertion) implements Grant {
    @Override
    public void contribute(RequestDraft draft) {
      draft.parameter("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
      draft.parameter("assertion", assertion.get());
    }
  }
}
