package dev.bearerd.cli;

import dev.bearerd.config.Configuration;
import dev.bearerd.config.HookConfig;
import dev.bearerd.config.ProviderConfig;
import dev.bearerd.config.ProviderEntry;
import dev.bearerd.config.PublicationConfig;
import dev.bearerd.kubernetes.Grants;
import dev.bearerd.refresh.ProviderDefinition;
import dev.bearerd.token.TokenException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a configuration needs of the machine or pod that it runs in, as comments of a YAML document:
 * connections, files, and owners that only root can give.
 */
final class Surroundings {
  private final Configuration configuration;
  private final List<ProviderDefinition> definitions;

  /**
   * @param definitions of the providers of the configuration, in its order
   */
  Surroundings(Configuration configuration, List<ProviderDefinition> definitions) {
    this.configuration = configuration;
    this.definitions = List.copyOf(definitions);
  }

  /**
   * Lines that start with a hash.
   *
   * @param account who asks the API server, where it is asked
   */
  List<String> lines(Optional<Grants.Account> account) {
    var connections = new TreeSet<>(connections().toList());
    if (account.isPresent()) {
      connections.add("the API server of the cluster");
    }
    return Stream.of(
            section("connections to", connections),
            section(
                "service account, to be made before",
                account.stream().map(Surroundings::name).toList()),
            section("files to read", sorted(reads())),
            section("directories to write into", sorted(writes())),
            section("owners that take root, or CAP_CHOWN", sorted(owners())))
        .flatMap(lines -> lines)
        .map(Surroundings::comment)
        .toList();
  }

  private static String name(Grants.Account account) {
    return account.name() + " in namespace " + account.namespace();
  }

  private static Collection<String> sorted(Stream<String> lines) {
    return new TreeSet<>(lines.toList());
  }

  private static Stream<String> section(String title, Collection<String> lines) {
    return lines.isEmpty()
        ? Stream.empty()
        : Stream.concat(Stream.of(title + ":"), lines.stream().map("  "::concat));
  }

  /** What the configuration holds ends no comment. */
  private static String comment(String text) {
    return "# " + text.replaceAll("[\\p{Cntrl}\u0085\u2028\u2029]", "?");
  }

  private Stream<String> connections() {
    var hooks =
        configs()
            .flatMap(config -> config.hooks().stream())
            .flatMap(hook -> hook.http().stream())
            .map(HookConfig.HttpHook::url);
    return Stream.concat(
        IntStream.range(0, definitions.size())
            .boxed()
            .flatMap(i -> servers(configuration.providers().get(i), definitions.get(i))),
        hooks.map(SourceAssembly::host));
  }

  private static Stream<String> servers(ProviderEntry entry, ProviderDefinition definition) {
    var config = entry.config();
    var proxy = proxy(config);
    if (proxy.isPresent()) {
      return proxy.stream();
    }
    var others =
        Stream.of(config.revocationUrl(), config.deviceAuthorizationUrl())
            .flatMap(Optional::stream)
            .map(SourceAssembly::host);
    var found = config.issuer().isPresent() ? ", and where that says its endpoints are" : "";
    return Stream.concat(Stream.of(definition.host() + found), others);
  }

  /** It makes all other connections of the provider. */
  private static Optional<String> proxy(ProviderConfig config) {
    return ConnectionAssembly.proxy(config)
        .map(
            address -> {
              try {
                var proxy = address.resolve();
                return "http://" + bracketed(proxy.host()) + ":" + proxy.port();
              } catch (TokenException e) {
                return "the proxy that " + address.name() + " names";
              }
            });
  }

  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private Stream<String> reads() {
    return configs()
        .flatMap(
            config ->
                Stream.concat(
                    Stream.of(
                            config.clientSecretFile(),
                            config.privateKeyFile(),
                            config.privateKeyPasswordFile(),
                            config.clientAssertionFile(),
                            config.passwordFile(),
                            config.refreshTokenFile(),
                            config.subjectTokenFile(),
                            config.actorTokenFile(),
                            config.assertionFile(),
                            config.assertion().privateKeyFile(),
                            config.assertion().privateKeyPasswordFile(),
                            config.serviceAccountFile(),
                            config.registrationFile(),
                            config.tls().caFile(),
                            config.tls().clientCertificateFile(),
                            config.tls().clientKeyFile(),
                            config.proxyFile())
                        .flatMap(Optional::stream),
                    files(config).flatMap(file -> file.template().stream())))
        .map(Path::toString);
  }

  private Stream<String> writes() {
    var journal = configuration.agent().journal().directory().stream();
    var files = configs().flatMap(Surroundings::files).map(PublicationConfig.FileTarget::path);
    var directories =
        configs().flatMap(Surroundings::directories).map(PublicationConfig.DirectoryTarget::path);
    var parents = Stream.concat(files, directories).map(TargetAssembly::place).map(Path::getParent);
    return Stream.concat(journal, parents).map(Path::toString);
  }

  private Stream<String> owners() {
    return configs()
        .flatMap(
            config ->
                Stream.concat(
                    files(config).flatMap(f -> owner(f.path(), f.owner(), f.group())),
                    directories(config).flatMap(d -> owner(d.path(), d.owner(), d.group()))));
  }

  private static Stream<String> owner(Path path, Optional<String> owner, Optional<String> group) {
    var words =
        Stream.concat(owner.map("owner "::concat).stream(), group.map("group "::concat).stream())
            .toList();
    return words.isEmpty() ? Stream.empty() : Stream.of(path + ": " + String.join(", ", words));
  }

  private Stream<ProviderConfig> configs() {
    return configuration.providers().stream().map(ProviderEntry::config);
  }

  private static Stream<PublicationConfig.FileTarget> files(ProviderConfig config) {
    return config.publish().stream().flatMap(publication -> publication.file().stream());
  }

  private static Stream<PublicationConfig.DirectoryTarget> directories(ProviderConfig config) {
    return config.publish().stream().flatMap(publication -> publication.directory().stream());
  }
}
