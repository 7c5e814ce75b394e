package dev.bearerd.config;

import dev.bearerd.config.ProviderConfig.AuthenticationMethod;
import dev.bearerd.config.ProviderConfig.BasicEncoding;
import dev.bearerd.config.ProviderConfig.Body;
import dev.bearerd.config.ProviderConfig.GrantType;
import dev.bearerd.config.ProviderConfig.RealmType;
import dev.bearerd.config.Shape.Choice;
import dev.bearerd.config.Shape.Elements;
import dev.bearerd.config.Shape.Forbidden;
import dev.bearerd.config.Shape.Group;
import dev.bearerd.config.Shape.Names;
import dev.bearerd.config.Shape.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Every key and what its value must be. Written out, because a native image cannot look into the
 * mapping interfaces; a test compares both.
 */
final class Keys {
  static final String PROVIDERS = "providers";
  static final String DEFAULTS = "defaults";
  static final String PUBLISH = "publish";

  /** Keys that say the same thing in several ways: a provider gives one at most. */
  static final List<Set<String>> EXCLUSIVE =
      List.of(
          Set.of("client-secret", "client-secret-file", "registration-file"),
          Set.of("password", "password-file"),
          Set.of("refresh-token", "refresh-token-file"),
          Set.of("realm", "realm-type"));

  /** Keys of which a provider's own one puts aside the others of the defaults. */
  static final List<Set<String>> ALTERNATIVES = append(EXCLUSIVE, Set.of("token-url", "server"));

  private static final Group FILE_TARGET =
      new Group()
          .with("path", Check.PATH)
          .with("format", Check.TEXT)
          .with("mode", Check.MODE)
          .with("owner", Check.TEXT)
          .with("group", Check.TEXT)
          .with("template", Check.PATH)
          .withMain("path");

  static final Group PROVIDER =
      new Group()
          .with("preset", Check.TEXT)
          .with("server", Check.URL)
          .with("token-url", Check.URL)
          .with("grant", Check.oneOf(GrantType.values()))
          .with("client-id", Check.TEXT)
          .with("client-secret", Check.TEXT)
          .with("client-secret-file", Check.PATH)
          .with("client-authentication", Check.oneOf(AuthenticationMethod.values()))
          .with("basic-encoding", Check.oneOf(BasicEncoding.values()))
          .with("username", Check.TEXT)
          .with("password", Check.TEXT)
          .with("password-file", Check.PATH)
          .with("refresh-token", Check.TEXT)
          .with("refresh-token-file", Check.PATH)
          .with("realm", Check.TEXT)
          .with("realm-type", Check.oneOf(RealmType.values()))
          .with("registration-file", Check.PATH)
          .with("scopes", new Elements(new Value(Check.TEXT)))
          .with("audience", Check.TEXT)
          .with("resource", Check.ABSOLUTE_URI)
          .with("parameters", new Names(Check.PARAMETER_NAME, new Value(Check.TEXT)))
          .with("headers", new Names(Check.HEADER_NAME, new Value(Check.TEXT)))
          .with("body", Check.oneOf(Body.values()))
          .with(
              "response",
              new Group()
                  .with("access-token", Check.JSON_POINTER)
                  .with("expires-in", Check.JSON_POINTER)
                  .with("refresh-token", Check.JSON_POINTER))
          .with(
              "tls",
              new Group().with("ca-file", Check.PATH).with("insecure-skip-verify", Check.BOOLEAN))
          .with("allow-http", Check.BOOLEAN)
          .with("timeout", Check.DURATION)
          .with("max-response-size", Check.SIZE)
          .with(
              "refresh",
              new Group()
                  .with("at", Check.POSITIVE_FRACTION)
                  .with("jitter", Check.FRACTION)
                  .with("lifetime", Check.DURATION)
                  .with("min-interval", Check.DURATION))
          .with("retry", new Group().with("initial", Check.DURATION).with("max", Check.DURATION))
          .with(PUBLISH, new Elements(new Choice(new Group().with("file", FILE_TARGET))))
          .excluding(EXCLUSIVE);

  static final Group AGENT =
      new Group()
          .with("journal", Check.PATH)
          .with("max-concurrent", Check.number(1, 1000))
          .with("max-concurrent-per-host", Check.number(1, 1000))
          .with("http", new Group().with("host", Check.TEXT).with("port", Check.number(0, 65535)));

  /** All that may stand below {@code bearerd}. */
  static final Group BEARERD =
      AGENT
          .with(
              DEFAULTS,
              PROVIDER.with(
                  PUBLISH,
                  new Forbidden(
                      "is not possible in defaults; each provider has places of its own")))
          .with(PROVIDERS, new Names(Check.PROVIDER_NAME, PROVIDER));

  private Keys() {}

  private static List<Set<String>> append(List<Set<String>> sets, Set<String> another) {
    var all = new ArrayList<>(sets);
    all.add(another);
    return List.copyOf(all);
  }
}
