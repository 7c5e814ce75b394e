package dev.bearerd.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of one provider, with their types and those defaults that no preset changes. */
@ConfigMapping(prefix = "provider")
public interface ProviderConfig {

  /** The documented system that the token endpoint is; see docs/providers. */
  Optional<String> preset();

  /** Scheme, host and port from which a preset builds its URLs. */
  Optional<URI> server();

  Optional<URI> tokenUrl();

  /** Where the endpoints are discovered: OpenID Connect Discovery, then RFC 8414. */
  Optional<URI> issuer();

  /** RFC 8628 section 3.1, where it is not discovered and the preset does not know it. */
  Optional<URI> deviceAuthorizationUrl();

  /** RFC 7009, where it is not discovered and the preset does not know it. */
  Optional<URI> revocationUrl();

  Optional<GrantType> grant();

  Optional<String> clientId();

  Optional<SecretText> clientSecret();

  Optional<Path> clientSecretFile();

  Optional<SecretRefConfig> clientSecretSecretRef();

  Optional<AuthenticationMethod> clientAuthentication();

  Optional<BasicEncoding> basicEncoding();

  /** PEM or PKCS#12: what {@code private-key-jwt} is signed with. */
  Optional<Path> privateKeyFile();

  /** Of a PKCS#12 file. */
  Optional<SecretText> privateKeyPassword();

  Optional<Path> privateKeyPasswordFile();

  Optional<SecretRefConfig> privateKeyPasswordSecretRef();

  /** The {@code kid} of what is signed. */
  Optional<String> keyId();

  Optional<SignatureAlgorithm> signatureAlgorithm();

  /** A JWT that something else renews, and that proves what the client is. */
  Optional<Path> clientAssertionFile();

  /** The {@code aud} of a client assertion; the token URL where it is not given. */
  Optional<String> clientAssertionAudience();

  Optional<String> username();

  Optional<SecretText> password();

  Optional<Path> passwordFile();

  Optional<SecretRefConfig> passwordSecretRef();

  Optional<SecretText> refreshToken();

  Optional<Path> refreshTokenFile();

  Optional<SecretRefConfig> refreshTokenSecretRef();

  /** RFC 8693: the token that is exchanged, which something else renews. */
  Optional<Path> subjectTokenFile();

  Optional<String> subjectTokenType();

  Optional<Path> actorTokenFile();

  Optional<String> actorTokenType();

  Optional<String> requestedTokenType();

  /** RFC 7523: a JWT that something else renews. */
  Optional<Path> assertionFile();

  /** RFC 7523: a JWT that is signed for each request. */
  Assertion assertion();

  /** Google: the document of a service account. */
  Optional<Path> serviceAccountFile();

  /** GitHub: the installation of the app whose token is wanted. */
  Optional<String> installationId();

  /**
   * API Connect: for instance {@code provider/default-idp-2}; Keycloak: the realm's name; Entra ID:
   * the tenant; Okta: the authorization server.
   */
  Optional<String> realm();

  /** API Connect: the kind of realm whose default identity provider is looked up. */
  Optional<RealmType> realmType();

  /** API Connect: the document that holds client id and client secret. */
  Optional<Path> registrationFile();

  Optional<List<String>> scopes();

  Optional<String> audience();

  Optional<URI> resource();

  /** More parameters of the token request's body. */
  Map<String, String> parameters();

  /** More headers of the token request. */
  Map<String, String> headers();

  Optional<Body> body();

  Response response();

  Tls tls();

  /** {@code http://host:port}, maybe with user name and password. */
  Optional<SecretText> proxy();

  Optional<Path> proxyFile();

  /** Whether the token URL may be plain HTTP to another machine. */
  @WithDefault("false")
  boolean allowHttp();

  /** Of a whole exchange with the token endpoint. */
  @WithDefault("10s")
  Duration timeout();

  @WithDefault("1M")
  MemorySize maxResponseSize();

  Refresh refresh();

  Retry retry();

  /** Whether tokens that nobody has any more are revoked (RFC 7009). */
  @WithDefault("false")
  boolean revoke();

  /** What readers find once the token has expired and nothing new came. */
  @WithDefault("keep")
  OnExpiry onExpiry();

  /** What becomes of what this provider published once it has left the configuration. */
  @WithDefault("keep")
  OnRemoval onRemoval();

  List<PublicationConfig> publish();

  /** What happens after each publication of a new token. */
  List<HookConfig> hooks();

  /** RFC 6749 section 1.3, RFC 8693, RFC 7523 section 2.1. */
  enum GrantType {
    CLIENT_CREDENTIALS,
    PASSWORD,
    REFRESH_TOKEN,
    TOKEN_EXCHANGE,
    JWT_BEARER
  }

  /** RFC 6749 section 2.3.1, OpenID Connect Core section 9, RFC 8705. */
  enum AuthenticationMethod {
    BASIC,
    POST,
    CLIENT_SECRET_JWT,
    PRIVATE_KEY_JWT,
    /** By the certificate of the TLS connection. */
    MTLS,
    /** The client id alone. */
    NONE
  }

  /** RFC 7518 section 3.1. */
  enum SignatureAlgorithm {
    RS256,
    PS256,
    ES256,
    HS256
  }

  /** How client id and secret are written into a Basic header. */
  enum BasicEncoding {
    /** Form-encoded first, as RFC 6749 section 2.3.1 says. */
    FORM,
    RAW
  }

  /** The two management planes of API Connect. */
  enum RealmType {
    PROVIDER,
    ADMIN
  }

  /** How the parameters of a token request are written. */
  enum Body {
    FORM,
    JSON
  }

  /** The expired token, or nothing. */
  enum OnExpiry {
    KEEP,
    REMOVE
  }

  /** It is left, or deleted at the reload that removes the provider. */
  enum OnRemoval {
    KEEP,
    DELETE
  }

  /** JSON pointers (RFC 6901) to what a token response holds. */
  interface Response {
    @WithDefault("/access_token")
    String accessToken();

    @WithDefault("/expires_in")
    String expiresIn();

    @WithDefault("/refresh_token")
    String refreshToken();
  }

  /** How the server's certificate is checked. */
  interface Tls {
    /** PEM file of the certificates to trust instead of the system's. */
    Optional<Path> caFile();

    /** PEM file of the certificate that the client shows, and of those between it and its CA. */
    Optional<Path> clientCertificateFile();

    /** PEM file of its private key. */
    Optional<Path> clientKeyFile();

    @WithDefault("false")
    boolean insecureSkipVerify();
  }

  /** A JWT (RFC 7523 section 3) that is signed for each request. */
  interface Assertion {
    Optional<String> issuer();

    Optional<String> subject();

    /** The token URL where it is not given. */
    Optional<String> audience();

    /** PEM or PKCS#12. */
    Optional<Path> privateKeyFile();

    /** Of a PKCS#12 file. */
    Optional<SecretText> privateKeyPassword();

    Optional<Path> privateKeyPasswordFile();

    Optional<SecretRefConfig> privateKeyPasswordSecretRef();

    Optional<String> keyId();

    Optional<SignatureAlgorithm> signatureAlgorithm();

    /** From signing to expiry. */
    @WithDefault("5m")
    Duration lifetime();

    /** More claims. */
    Map<String, String> claims();
  }

  /** When the next token is fetched. */
  interface Refresh {
    /** Fraction of the lifetime. */
    @WithDefault("75%")
    Fraction at();

    /** Fraction of the lifetime by which the moment is moved earlier at random, at most. */
    @WithDefault("10%")
    Fraction jitter();

    /** Of a token whose server says nothing about its end. */
    Optional<Duration> lifetime();

    /** Between two token requests. */
    @WithDefault("1s")
    Duration minInterval();
  }

  /** The wait after a transient failure. */
  interface Retry {
    @WithDefault("1s")
    Duration initial();

    @WithDefault("5m")
    Duration max();
  }
}
