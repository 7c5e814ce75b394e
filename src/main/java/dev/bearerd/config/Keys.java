package dev.bearerd.config;

import dev.bearerd.config.ProviderConfig.AuthenticationMethod;
import dev.bearerd.config.ProviderConfig.BasicEncoding;
import dev.bearerd.config.ProviderConfig.Body;
import dev.bearerd.config.ProviderConfig.GrantType;
import dev.bearerd.config.ProviderConfig.OnExpiry;
import dev.bearerd.config.ProviderConfig.OnRemoval;
import dev.bearerd.config.ProviderConfig.RealmType;
import dev.bearerd.config.ProviderConfig.SignatureAlgorithm;
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

  private static final Set<String> PRIVATE_KEY_PASSWORD =
      Set.of(
          "private-key-password", "private-key-password-file", "private-key-password-secret-ref");

  /** Keys that say the same thing in several ways: a provider gives one at most. */
  static final List<Set<String>> EXCLUSIVE =
      List.of(
          Set.of(
              "client-secret",
              "client-secret-file",
              "client-secret-secret-ref",
              "registration-file"),
          Set.of("password", "password-file", "password-secret-ref"),
          Set.of("refresh-token", "refresh-token-file", "refresh-token-secret-ref"),
          PRIVATE_KEY_PASSWORD,
          Set.of("assertion-file", "assertion", "service-account-file"),
          Set.of("proxy", "proxy-file"),
          Set.of("token-url", "issuer"),
          Set.of("realm", "realm-type"));

  /** Keys of which a provider's own one puts aside the others of the defaults. */
  static final List<Set<String>> ALTERNATIVES =
      append(EXCLUSIVE, Set.of("token-url", "server", "issuer"));

  /** Keys that decide what a token is and who gives it: change one, and old tokens are others. */
  static final Set<String> IDENTITY =
      Set.of(
          "preset",
          "server",
          "token-url",
          "issuer",
          "grant",
          "client-id",
          "username",
          "subject-token-file",
          "subject-token-type",
          "actor-token-file",
          "actor-token-type",
          "requested-token-type",
          "assertion-file",
          "assertion",
          "service-account-file",
          "installation-id",
          "realm",
          "realm-type",
          "registration-file",
          "scopes",
          "audience",
          "resource",
          "parameters",
          "headers",
          "body",
          "response");

  private static final Group SECRET =
      new Group().with("name", Check.SUBDOMAIN).with("namespace", Check.DNS_LABEL).withMain("name");

  private static final Group SECRET_REF =
      new Group()
          .with("name", Check.SUBDOMAIN)
          .with("key", Check.DATA_KEY)
          .with("namespace", Check.DNS_LABEL)
          .requiring("name", "key");

  private static final Group ASSERTION =
      new Group()
          .with("issuer", Check.TEXT)
          .with("subject", Check.TEXT)
          .with("audience", Check.TEXT)
          .with("private-key-file", Check.PATH)
          .with("private-key-password", Check.TEXT)
          .with("private-key-password-file", Check.PATH)
          .with("private-key-password-secret-ref", SECRET_REF)
          .with("key-id", Check.TEXT)
          .with("signature-algorithm", Check.named(SignatureAlgorithm.values()))
          .with("lifetime", Check.DURATION)
          .with("claims", new Names(Check.PARAMETER_NAME, new Value(Check.TEXT)))
          .excluding(List.of(PRIVATE_KEY_PASSWORD));

  private static final Choice FORMAT =
      new Choice(
          new Group()
              .with("name", Check.TEXT)
              .with(
                  "netrc",
                  new Group()
                      .with("machines", new Elements(new Value(Check.TEXT)).atLeastOne())
                      .with("login", Check.TEXT)
                      .requiring("machines", "login"))
              .with(
                  "docker-config",
                  new Group()
                      .with("registries", new Elements(new Value(Check.TEXT)).atLeastOne())
                      .with("username", Check.TEXT)
                      .requiring("registries", "username"))
              .with(
                  "envoy-sds",
                  new Group()
                      .with("name", Check.TEXT)
                      .with("bearer", Check.BOOLEAN)
                      .requiring("name"))
              .withBrief("name"));

  private static final Group FILE_TARGET =
      new Group()
          .with("path", Check.PATH)
          .with("format", FORMAT)
          .with("mode", Check.MODE)
          .with("owner", Check.TEXT)
          .with("group", Check.TEXT)
          .with("template", Check.PATH)
          .withMain("path");

  private static final Group DIRECTORY_TARGET =
      new Group()
          .with("path", Check.PATH)
          .with("entries", new Names(Check.ENTRY_NAME, FORMAT))
          .with("mode", Check.MODE)
          .with("owner", Check.TEXT)
          .with("group", Check.TEXT)
          .withMain("path");

  private static final Group SECRET_TARGET =
      new Group()
          .with("name", Check.SUBDOMAIN)
          .with("namespace", Check.DNS_LABEL)
          .with("entries", new Names(Check.DATA_KEY, FORMAT))
          .with("type", Check.SECRET_TYPE)
          .with("labels", new Names(Check.QUALIFIED_NAME, new Value(Check.LABEL_VALUE)))
          .with("annotations", new Names(Check.QUALIFIED_NAME, new Value(Check.TEXT)))
          .with("force", Check.BOOLEAN)
          .withMain("name");

  private static final Choice TARGET =
      new Choice(
          new Group()
              .with("file", FILE_TARGET)
              .with("directory", DIRECTORY_TARGET)
              .with("kubernetes-secret", SECRET_TARGET));

  private static final Group HOOK =
      new Group()
          .with(
              "exec",
              new Group()
                  .with("command", new Elements(new Value(Check.TEXT)).atLeastOne())
                  .with("timeout", Check.DURATION)
                  .requiring("command"))
          .with(
              "signal",
              new Group()
                  .with("pid-file", Check.PATH)
                  .with("signal", Check.TEXT)
                  .requiring("pid-file"))
          .with(
              "http",
              new Group()
                  .with("url", Check.URL)
                  .with("method", Check.HTTP_METHOD)
                  .with("headers", new Names(Check.HEADER_NAME, new Value(Check.TEXT)))
                  .with("timeout", Check.DURATION)
                  .requiring("url"))
          .with(
              "rollout",
              new Group()
                  .with("deployment", Check.SUBDOMAIN)
                  .with("statefulset", Check.SUBDOMAIN)
                  .with("daemonset", Check.SUBDOMAIN)
                  .with("namespace", Check.DNS_LABEL)
                  .excluding(List.of(Set.of("deployment", "statefulset", "daemonset"))));

  static final Group PROVIDER =
      new Group()
          .with("preset", Check.TEXT)
          .with("server", Check.URL)
          .with("token-url", Check.URL)
          .with("issuer", Check.URL)
          .with("device-authorization-url", Check.URL)
          .with("revocation-url", Check.URL)
          .with("grant", Check.oneOf(GrantType.values()))
          .with("client-id", Check.TEXT)
          .with("client-secret", Check.TEXT)
          .with("client-secret-file", Check.PATH)
          .with("client-secret-secret-ref", SECRET_REF)
          .with("client-authentication", Check.oneOf(AuthenticationMethod.values()))
          .with("basic-encoding", Check.oneOf(BasicEncoding.values()))
          .with("private-key-file", Check.PATH)
          .with("private-key-password", Check.TEXT)
          .with("private-key-password-file", Check.PATH)
          .with("private-key-password-secret-ref", SECRET_REF)
          .with("key-id", Check.TEXT)
          .with("signature-algorithm", Check.named(SignatureAlgorithm.values()))
          .with("client-assertion-file", Check.PATH)
          .with("client-assertion-audience", Check.TEXT)
          .with("username", Check.TEXT)
          .with("password", Check.TEXT)
          .with("password-file", Check.PATH)
          .with("password-secret-ref", SECRET_REF)
          .with("refresh-token", Check.TEXT)
          .with("refresh-token-file", Check.PATH)
          .with("refresh-token-secret-ref", SECRET_REF)
          .with("subject-token-file", Check.PATH)
          .with("subject-token-type", Check.TEXT)
          .with("actor-token-file", Check.PATH)
          .with("actor-token-type", Check.TEXT)
          .with("requested-token-type", Check.TEXT)
          .with("assertion-file", Check.PATH)
          .with("assertion", ASSERTION)
          .with("service-account-file", Check.PATH)
          .with("installation-id", Check.NUMBER)
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
              new Group()
                  .with("ca-file", Check.PATH)
                  .with("client-certificate-file", Check.PATH)
                  .with("client-key-file", Check.PATH)
                  .with("insecure-skip-verify", Check.BOOLEAN))
          .with("proxy", Check.PROXY)
          .with("proxy-file", Check.PATH)
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
          .with("revoke", Check.BOOLEAN)
          .with("on-expiry", Check.oneOf(OnExpiry.values()))
          .with("on-removal", Check.oneOf(OnRemoval.values()))
          .with(PUBLISH, new Elements(TARGET))
          .with("hooks", new Elements(new Choice(HOOK)))
          .excluding(EXCLUSIVE);

  static final Group AGENT =
      new Group()
          .with(
              "journal",
              new Group()
                  .with("directory", Check.PATH)
                  .with("kubernetes-secret", SECRET)
                  .withAlternatives("directory", "kubernetes-secret"))
          .with("max-concurrent", Check.number(1, 1000))
          .with("max-concurrent-per-host", Check.number(1, 1000))
          .with("http", new Group().with("host", Check.TEXT).with("port", Check.number(0, 65535)))
          .with(
              "kubernetes",
              new Group()
                  .with("namespace", Check.DNS_LABEL)
                  .with("shards", Check.number(1, 100))
                  .with("watch", Check.oneOf(AgentConfig.Watch.values())));

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
