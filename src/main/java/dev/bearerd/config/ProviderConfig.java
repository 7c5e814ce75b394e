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

  Optional<GrantType> grant();

  Optional<String> clientId();

  Optional<SecretText> clientSecret();

  Optional<Path> clientSecretFile();

  Optional<AuthenticationMethod> clientAuthentication();

  Optional<BasicEncoding> basicEncoding();

  Optional<String> username();

  Optional<SecretText> password();

  Optional<Path> passwordFile();

  Optional<SecretText> refreshToken();

  Optional<Path> refreshTokenFile();

  /** API Connect: for instance {@code provider/default-idp-2}. */
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

  List<Publication> publish();

  /** RFC 6749 section 1.3. */
  enum GrantType {
    CLIENT_CREDENTIALS,
    PASSWORD,
    REFRESH_TOKEN
  }

  /** RFC 6749 section 2.3.1; {@code none} sends the client id alone. */
  enum AuthenticationMethod {
    BASIC,
    POST,
    NONE
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

    @WithDefault("false")
    boolean insecureSkipVerify();
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

  /** One element of {@code publish}: exactly one kind of target. */
  interface Publication {
    Optional<FileTarget> file();
  }

  /** A token in a file; written as a text it is the path alone. */
  interface FileTarget {
    Path path();

    /** See docs/targets/file.md. */
    Optional<String> format();

    /** Octal. */
    @WithDefault("0600")
    String mode();

    /** Name or number. */
    Optional<String> owner();

    /** Name or number. */
    Optional<String> group();

    /** The Qute template of the format {@code template}. */
    Optional<Path> template();
  }
}
