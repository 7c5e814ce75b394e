package dev.bearerd.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationReaderTest {
  private final Path directory;

  ConfigurationReaderTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void readsEveryKindOfValue() throws IOException {
    var configuration =
        read(
            """
            bearerd:
              journal: /var/lib/bearerd
              max-concurrent: 8
              http: {host: 0.0.0.0, port: 0}
              providers:
                orders:
                  preset: generic
                  token-url: https://login.example.com/token
                  grant: client-credentials
                  client-id: 007
                  client-secret: 's3cr$t\\, #'
                  scopes: [a, "b,c"]
                  parameters: {tenant: x, claims.v1: "1", "claims[0]": y}
                  headers:
                    Host: idp.example.com
                  response: {access-token: /data/token}
                  tls: {insecure-skip-verify: true}
                  timeout: 500ms
                  max-response-size: 512K
                  refresh: {at: 50%, jitter: 0, lifetime: 1h}
                  publish:
                    - file: /run/tokens/orders
                    - file:
                        path: /run/tokens/orders.header
                        format: header
                        mode: 0640
                    - directory: /run/tokens/orders.d
                    - directory:
                        path: /run/tokens/nginx
                        entries: {a: raw, b.json: {name: json}, .c: {envoy-sds: {name: x}}}
                    - kubernetes-secret:
                        name: pull
                        entries:
                          .dockerconfigjson:
                            docker-config: {registries: [ghcr.io, "a:5000"], username: x}
                billing: {token-url: 'http://127.0.0.1:8080/token'}
            """);

    assertThat(configuration.agent().journal().directory()).contains(Path.of("/var/lib/bearerd"));
    assertThat(configuration.agent().maxConcurrent()).isEqualTo(8);
    assertThat(configuration.agent().http().port()).isZero();
    assertThat(configuration.providers())
        .extracting(ProviderEntry::name)
        .containsExactly("orders", "billing");
    var orders = configuration.providers().get(0).config();
    assertThat(orders.clientId()).contains("007");
    assertThat(orders.clientSecret().orElseThrow().get()).isEqualTo("s3cr$t\\, #");
    assertThat(orders.scopes()).contains(List.of("a", "b,c"));
    assertThat(orders.parameters())
        .isEqualTo(Map.of("tenant", "x", "claims.v1", "1", "claims[0]", "y"));
    assertThat(orders.headers()).isEqualTo(Map.of("Host", "idp.example.com"));
    assertThat(orders.response().accessToken()).isEqualTo("/data/token");
    assertThat(orders.tls().insecureSkipVerify()).isTrue();
    assertThat(orders.timeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(orders.maxResponseSize().asLongValue()).isEqualTo(512 * 1024);
    assertThat(orders.refresh().at()).isEqualTo(new Fraction(0.5));
    assertThat(orders.refresh().lifetime()).contains(Duration.ofHours(1));
    assertThat(orders.publish().get(0).file().orElseThrow().path())
        .isEqualTo(Path.of("/run/tokens/orders"));
    assertThat(orders.publish().get(1).file().map(PublicationConfig.FileTarget::mode))
        .contains("0640");
    assertThat(orders.publish().get(2).directory().map(PublicationConfig.DirectoryTarget::path))
        .contains(Path.of("/run/tokens/orders.d"));
    assertThat(orders.publish().get(1).file().orElseThrow().format().flatMap(FormatConfig::name))
        .contains("header");
    var entries = orders.publish().get(3).directory().orElseThrow().entries();
    assertThat(entries).containsOnlyKeys("a", "b.json", ".c");
    assertThat(entries.values())
        .extracting(FormatConfig::name)
        .containsExactlyInAnyOrder(Optional.of("raw"), Optional.of("json"), Optional.empty());
    assertThat(orders.publish().get(4).kubernetesSecret().orElseThrow().entries())
        .hasEntrySatisfying(
            ".dockerconfigjson",
            format ->
                assertThat(format.dockerConfig().orElseThrow().registries())
                    .containsExactly("ghcr.io", "a:5000"));
    assertThat(configuration.providers().get(1).config().publish()).isEmpty();
  }

  @Test
  void takesTypesAndTagsOfYamlAsTexts() throws IOException {
    var provider = provider("client-id: true\n      audience: 1_000\n      realm: 2026-01-01");

    assertThat(provider.config().clientId()).contains("true");
    assertThat(provider.config().audience()).contains("1_000");
    assertThat(provider.config().realm()).contains("2026-01-01");
  }

  @Test
  void expandsVariablesOnce() throws IOException {
    var environment = Map.of("ID", "${HOME}", "EMPTY", "");

    var config =
        read(
                """
                bearerd:
                  providers:
                    a:
                      client-id: ${ID}
                      audience: x-${NONE:some:default}-${EMPTY}y
                      username: $${ID} $$ 5$
                """,
                environment)
            .providers()
            .get(0)
            .config();

    assertThat(config.clientId()).contains("${HOME}");
    assertThat(config.audience()).contains("x-some:default-y");
    assertThat(config.username()).contains("${ID} $$ 5$");
  }

  @Test
  void putsDefaultsUnderEveryProvider() throws IOException {
    var entry =
        read("""
                bearerd:
                  defaults:
                    timeout: 3s
                    scopes: [a, b]
                    refresh: {at: 50%, jitter: 1%}
                    headers: {x-a: default, x-b: default}
                    client-secret: default
                    realm: default
                    server: https://default
                  providers:
                    own:
                      scopes: [c]
                      refresh: {at: 60%}
                      headers: {x-a: own}
                      client-secret-file: /own
                      realm-type: admin
                      token-url: https://own/token
                """)
            .providers()
            .get(0);

    var config = entry.config();
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.scopes()).contains(List.of("c"));
    assertThat(config.refresh().at()).isEqualTo(new Fraction(0.6));
    assertThat(config.refresh().jitter()).isEqualTo(new Fraction(0.01));
    assertThat(config.headers()).isEqualTo(Map.of("x-a", "own", "x-b", "default"));
    assertThat(config.clientSecret()).isEmpty();
    assertThat(config.clientSecretFile()).contains(Path.of("/own"));
    assertThat(config.realm()).isEmpty();
    assertThat(config.server()).isEmpty();
    assertThat(entry.locate("timeout").line()).isEqualTo(3);
    assertThat(entry.locate("refresh.jitter").line()).isEqualTo(5);
    assertThat(entry.locate("refresh.at").line()).isEqualTo(13);
  }

  @Test
  void locatesKeysThatAreNotThereAtWhatHoldsThem() throws IOException {
    var entry = provider("publish:\n        - file: /a\n        - file:\n            path: /b");

    assertThat(entry.locate("publish[1].file.path").line()).isEqualTo(7);
    assertThat(entry.locate("publish[1].file.format").line()).isEqualTo(6);
    assertThat(entry.locate("publish[7].file").line()).isEqualTo(4);
    assertThat(entry.locate("client-id").line()).isEqualTo(3);
    assertThat(entry.problem("client-id", "is missing"))
        .hasToString(directory + "/bearerd.yaml:3: providers.a.client-id: is missing");
    assertThat(entry.problem("", "is odd"))
        .hasToString(directory + "/bearerd.yaml:3: providers.a: is odd");
  }

  @Test
  void takesValuesFromTheEnvironment() throws IOException {
    var environment =
        Map.of(
            "BEARERD_PROVIDERS__A_1__CLIENT_SECRET", "${not expanded}",
            "BEARERD_PROVIDERS__A_1__REFRESH__AT", "40%",
            "BEARERD_PROVIDERS__B__C__TIMEOUT", "9s",
            "BEARERD_HTTP__PORT", "1",
            "BEARERD_MAX_CONCURRENT", "2",
            "BEARERD_DEFAULTS__AUDIENCE", "all",
            "BEARERD_CONFIG", "/etc/elsewhere");

    var configuration =
        read(
            "bearerd: {http: {port: 8, host: h}, providers: {a.1: {client-secret: x}, b--c: {}}}",
            environment);

    assertThat(configuration.agent().http().port()).isEqualTo(1);
    assertThat(configuration.agent().http().host()).isEqualTo("h");
    assertThat(configuration.agent().maxConcurrent()).isEqualTo(2);
    var a1 = configuration.providers().get(0);
    assertThat(a1.config().clientSecret().orElseThrow().get()).isEqualTo("${not expanded}");
    assertThat(a1.config().refresh().at()).isEqualTo(new Fraction(0.4));
    assertThat(a1.config().audience()).contains("all");
    assertThat(a1.locate("client-secret"))
        .hasToString("environment variable BEARERD_PROVIDERS__A_1__CLIENT_SECRET");
    assertThat(configuration.providers().get(1).config().timeout())
        .isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void leavesVariablesOfKubernetesServicesAlone() throws IOException {
    var environment =
        Map.of(
            "BEARERD_PORT", "tcp://10.0.0.1:9465",
            "BEARERD_PORT_9465_TCP", "tcp://10.0.0.1:9465",
            "BEARERD_PORT_9465_TCP_PROTO", "tcp",
            "BEARERD_SERVICE_HOST", "10.0.0.1",
            "BEARERD_SERVICE_PORT_HTTP", "9465",
            "BEARERD_DEMO_SERVICE_HOST", "10.0.0.2");

    assertThat(read("bearerd: {providers: {a: {}}}", environment).providers()).hasSize(1);
  }

  @Test
  void leavesAloneWhatAHookWasTold() throws IOException {
    var environment =
        Map.of(
            "BEARERD_PROVIDER", "a",
            "BEARERD_PATH", "/run/tokens/a",
            "BEARERD_EXPIRES_AT", "2026-03-01T11:00:00Z");

    assertThat(read("bearerd: {providers: {a: {}}}", environment).providers()).hasSize(1);
  }

  @Test
  void readsHooks() throws IOException {
    var hooks =
        read("""
            bearerd:
              defaults:
                hooks: [{exec: {command: [systemctl, "re load"]}}]
              providers:
                a: {}
                b:
                  hooks:
                    - signal: {pid-file: /run/x.pid}
                    - http: {url: "https://x/?a=b", headers: {X-Key: k}, timeout: 1s}
            """)
            .providers();

    var exec = hooks.get(0).config().hooks().get(0).exec().orElseThrow();
    assertThat(exec.command()).containsExactly("systemctl", "re load");
    assertThat(exec.timeout()).isEqualTo(Duration.ofSeconds(30));
    var own = hooks.get(1).config().hooks();
    assertThat(own).hasSize(2);
    assertThat(own.get(0).signal().orElseThrow().pidFile()).isEqualTo(Path.of("/run/x.pid"));
    var http = own.get(1).http().orElseThrow();
    assertThat(http.url()).hasToString("https://x/?a=b");
    assertThat(http.headers()).isEqualTo(Map.of("X-Key", "k"));
    assertThat(http.timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(own.get(0).http()).isEmpty();
  }

  @Test
  void unitesTheFilesOfADirectoryByName() throws IOException {
    write("b.yaml", "bearerd: {providers: {b: {}}}");
    write("a.yml", "bearerd: {journal: /j, providers: {z: {}, a: {}}}");
    write("notes.txt", "no YAML: [");
    write(".hidden.yaml", "no YAML: [");

    var configuration = reader(Map.of()).read(List.of(directory));

    assertThat(configuration.providers())
        .extracting(ProviderEntry::name)
        .containsExactly("z", "a", "b");
    assertThat(configuration.agent().journal().directory()).contains(Path.of("/j"));
  }

  @Test
  void followsTheLinksOfAMountedConfigMap() throws IOException {
    var generation = Files.createDirectory(directory.resolve("..2026_01_01"));
    Files.writeString(generation.resolve("x.yaml"), "bearerd: {providers: {a: {}}}");
    Files.createSymbolicLink(directory.resolve("..data"), generation.getFileName());
    Files.createSymbolicLink(directory.resolve("x.yaml"), Path.of("..data/x.yaml"));

    assertThat(reader(Map.of()).read(List.of(directory)).providers()).hasSize(1);
  }

  @Test
  void understandsAnchorsAndAliases() throws IOException {
    var configuration =
        read(
            """
            bearerd:
              providers:
                a: {scopes: &scopes [x, y]}
                b: {scopes: *scopes}
            """);

    assertThat(configuration.providers().get(1).config().scopes()).contains(List.of("x", "y"));
  }

  private ProviderEntry provider(String keys) throws IOException {
    return read("bearerd:\n  providers:\n    a:\n      " + keys).providers().get(0);
  }

  private Configuration read(String yaml) throws IOException {
    return read(yaml, Map.of());
  }

  private Configuration read(String yaml, Map<String, String> environment) throws IOException {
    return reader(environment).read(List.of(write("bearerd.yaml", yaml)));
  }

  private Path write(String name, String yaml) throws IOException {
    return Files.writeString(directory.resolve(name), yaml);
  }

  private static ConfigurationReader reader(Map<String, String> environment) {
    return new ConfigurationReader(environment);
  }
}
