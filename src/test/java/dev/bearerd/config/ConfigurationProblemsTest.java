package dev.bearerd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong inside of files that are YAML. */
final class ConfigurationProblemsTest {
  private final Path directory;

  ConfigurationProblemsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void reportsEverythingAtOnceByFileAndLine() throws IOException {
    assertThat(
            problems(
                """
                bearerd:
                  jurnal: /x
                  max-concurrent: many
                  http: {port: 70000}
                  defaults:
                    publish: [{file: /x}]
                    timeout: 0s
                  providers:
                    orders:
                      clinet-id: x
                      allow-http: yes
                      response: {access-token: token}
                      refresh:
                        at: 0%
                        jiter: 10%
                    Orders: {}
                    nothing:
                    text: x
                """))
        .containsExactly(
            "x.yaml:2: jurnal: unknown key; did you mean journal?",
            "x.yaml:3: max-concurrent: must be a whole number from 1 to 1000",
            "x.yaml:4: http.port: must be a whole number from 0 to 65535",
            "x.yaml:6: defaults.publish: is not possible in defaults; each provider has places of"
                + " its own",
            "x.yaml:7: defaults.timeout: must be a duration such as 500ms, 10s or 5m, above 0 and"
                + " at most 3650d",
            "x.yaml:10: providers.orders.clinet-id: unknown key; did you mean client-id?",
            "x.yaml:11: providers.orders.allow-http: must be true or false",
            "x.yaml:12: providers.orders.response.access-token: must be a JSON pointer such as"
                + " /access_token",
            "x.yaml:14: providers.orders.refresh.at: must be a percentage above 0% and at most"
                + " 100%",
            "x.yaml:15: providers.orders.refresh.jiter: unknown key; did you mean jitter?",
            "x.yaml:16: providers.Orders: a provider's name is lower-case letters, digits, dots"
                + " and hyphens, at most 63, with a letter or digit at both ends",
            "x.yaml:17: providers.nothing: has no value; give one or remove the key",
            "x.yaml:18: providers.text: must be a mapping of keys to values");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          server: example.com | server: must be an http or https URL with a host
          token-url: ftp://example.com/ | token-url: must be an http or https URL
          token-url: 'https://' | token-url: must be an http or https URL
          token-url: 'https://u:MARK@example.com' | token-url: must be an http or https URL
          token-url: https://example.com/#x | token-url: must be an http or https URL
          token-url: http://example.com/ | token-url: would send secrets in plain text; use https
          server: http://localhost.example.com | server: would send secrets in plain text
          grant: implicit | grant: must be client-credentials or password or refresh-token
          client-authentication: BASIC | client-authentication: must be basic or post or client-secret-jwt
          basic-encoding: x | basic-encoding: must be form or raw
          realm-type: x | realm-type: must be provider or admin
          body: xml | body: must be form or json
          client-secret: {MARK: x} | client-secret: must be a single value
          client-secret: [MARK] | client-secret: must be a single value
          client-secret: "MARK\\n" | client-secret: contains a line break
          client-secret: "" | client-secret: is empty; give a value or remove the key
          client-secret: | client-secret: has no value; give one or remove the key
          password: ~ | password: has no value; give one or remove the key
          refresh-token: '' | refresh-token: is empty
          scopes: a b | scopes: must be a list
          scopes: [[a]] | scopes[0]: must be a single value
          scopes: [a, ''] | scopes[1]: is empty
          parameters: x | parameters: must be a mapping of names to values
          parameters: {a: [MARK]} | parameters.a: must be a single value
          parameters: {'a"b': x} | parameters.a"b: must not contain quotes
          headers: {"a b": x} | headers.a…: is no name of an HTTP header
          headers: {a: "MARK\\r\\nb: c"} | headers.a: contains a line break
          resource: relative | resource: must be an absolute URI
          tls: yes | tls: must be a mapping of keys to values
          tls: {ca-file: "\\0"} | tls.ca-file: contains a line break
          timeout: soon | timeout: must be a duration such as 500ms, 10s or 5m
          timeout: -5s | timeout: must be a duration
          timeout: PT-5S | timeout: must be a duration
          timeout: 99999999999999999999s | timeout: must be a duration
          timeout: 9999999999999h | timeout: must be a duration
          refresh: {min-interval: 0} | refresh.min-interval: must be a duration
          refresh: {lifetime: 0s} | refresh.lifetime: must be a duration
          refresh: {at: 101%} | refresh.at: must be a percentage
          refresh: {jitter: -1%} | refresh.jitter: must be a percentage
          retry: {initial: 0s} | retry.initial: must be a duration
          retry: {initial: 10m} | retry.max: is shorter than retry.initial
          tls: {client-key-file: /k} | tls.client-key-file: needs tls.client-certificate-file, the file of its certificate
          tls: {client-certificate-file: /c} | tls.client-certificate-file: needs tls.client-key-file, the file of its private key
          on-expiry: delete | on-expiry: must be keep or remove
          on-removal: remove | on-removal: must be keep or delete
          max-response-size: big | max-response-size: must be a size such as 512K
          max-response-size: 0 | max-response-size: must be a size
          max-response-size: 9G | max-response-size: must be a size
          publish: /x | publish: must be a list
          publish: [/x] | publish[0]: must be a mapping of keys to values
          publish: [{}] | publish[0]: must hold one of: file, directory
          publish: [{fil: /x}] | publish[0].fil: unknown key; did you mean file?
          publish: [{file: {mode: "0600"}}] | publish[0].file.path: is missing
          publish: [{file: {path: /x, mode: 0888}}] | publish[0].file.mode: must be octal
          publish: [{file: {path: /x, mode: 0o640}}] | publish[0].file.mode: must be octal
          publish: [{file: {path: /x, mode: 0040}}] | publish[0].file.mode: must be octal
          publish: [{file: {path: /x, mode: 640}}] | publish[0].file.mode: must be octal
          publish: [{file: /x, directory: /y}] | publish[0]: must hold one of: file, directory
          publish: [{directory: {mode: "0600"}}] | publish[0].directory.path: is missing
          publish: [{directory: {path: /x, mode: 0200}}] | publish[0].directory.mode: must be octal
          publish: [{directory: {path: /x, format: raw}}] | publish[0].directory.format: unknown key
          publish: [{directory: {path: /x, entries: raw}}] | publish[0].directory.entries: must be
          publish: [{directory: {path: /x, entries: {a: [raw]}}}] | publish[0].directory.entries.a:
          publish: [{directory: {path: x, entries: {a/b: raw}}}] | publish[0].directory.entries.a/b:
          publish: [{directory: {path: x, entries: {..a: raw}}}] | publish[0].directory.entries...a:
          publish: [{directory: {path: /x, entries: {..: raw}}}] | publish[0].directory.entries...:
          publish: [{directory: {path: /x, entries: {.: raw}}}] | publish[0].directory.entries..:
          publish: [{file: {path: /x, format: {raw: {}}}}] | publish[0].file.format.raw: unknown key
          publish: [{file: {path: /x, format: {}}}] | publish[0].file.format: must hold one of: name, netrc, docker-config, envoy-sds
          publish: [{file: {path: /x, format: {name: raw, envoy-sds: {name: a}}}}] | publish[0].file.format: must hold one of
          publish: [{file: {path: /x, format: {envoy-sds: {}}}}] | publish[0].file.format.envoy-sds.name: is missing
          publish: [{file: {path: /x, format: {netrc: {login: x}}}}] | publish[0].file.format.netrc.machines: is missing
          publish: [{file: {path: /x, format: {netrc: {machines: a, login: x}}}}] | publish[0].file.format.netrc.machines: must be a list
          publish: [{file: {path: /x, format: {netrc: {machines: [], login: x}}}}] | publish[0].file.format.netrc.machines: must list one at least
          publish: [{file: {path: /x, format: {netrc: {machines: [a], login: ''}}}}] | publish[0].file.format.netrc.login: is empty
          publish: [{file: {path: /x, format: {docker-config: {registries: [a]}}}}] | publish[0].file.format.docker-config.username: is missing
          publish: [{file: {path: /x, format: {docker-config: a}}}] | publish[0].file.format.docker-config: must be a mapping
          publish: [{file: {path: /x, format: {envoy-sds: {name: a, nam: b}}}}] | publish[0].file.format.envoy-sds.nam: unknown key; did you mean name?
          publish: [{file: {path: /x, format: {envoy-sds: {name: a, bearer: yes}}}}] | publish[0].file.format.envoy-sds.bearer: must be true or false
          publish: [{directory: {path: /x, entries: {a: {docker-config: {username: b}}}}}] | publish[0].directory.entries.a.docker-config.registries: is missing
          publish: [{directory: {path: /x, entries: {a: }}}] | publish[0].directory.entries.a: has
          publish: [{directory: /x}, {directory: /y/../x}] | publish[1].directory.path: is already
          publish: [{directory: /x}, {file: /x}] | publish[1].file.path: is already published to by
          publish: [{directory: /x}, {file: /x/y/z}] | publish[1].file.path: is in the directory of
          publish: [{directory: /}, {file: /z}] | publish[1].file.path: is in the directory of
          publish: [{directory: /x}, {directory: /x/y}] | publish[1].directory.path: is in the dir
          publish: [{file: /x/y}, {directory: /x}] | publish[1].directory.path: holds the target of
          publish: [{file: /z}, {directory: /}] | publish[1].directory.path: holds the target of
          publish: [{file: {path: /x}}, {file: /y/../x}] | publish[1].file.path: is already
          publish: [{kubernetes-secret: a}, {kubernetes-secret: a}] | publish[1].kubernetes-secret.name: is already that of
          hooks: {exec: {command: [x]}} | hooks: must be a list
          hooks: [x] | hooks[0]: must be a mapping of keys to values
          hooks: [{}] | hooks[0]: must hold one of: exec, signal, http
          hooks: [{exec: {command: [x]}, http: {url: 'https://x'}}] | hooks[0]: must hold one of
          hooks: [{rollout: {pod: x}}] | hooks[0].rollout.pod: unknown key
          hooks: [{rollout: {deployment: A}}] | hooks[0].rollout.deployment: is no DNS subdomain
          hooks: [{rollout: {deployment: a, daemonset: b}}] | hooks[0].rollout.daemonset: cannot be
          publish: [{kubernetes-secret: Orders}] | publish[0].kubernetes-secret.name: is no DNS
          publish: [{kubernetes-secret: {name: a..b}}] | publish[0].kubernetes-secret.name: is no
          publish: [{kubernetes-secret: {name: a, namespace: b.c}}] | publish[0].kubernetes-secret.namespace: is no name of a namespace
          publish: [{kubernetes-secret: {name: a, entries: {a/b: raw}}}] | publish[0].kubernetes-secret.entries.a/b: is no key of a Secret
          publish: [{kubernetes-secret: {name: a, labels: {a: "b c"}}}] | publish[0].kubernetes-secret.labels.a: is no value of a label
          publish: [{kubernetes-secret: {name: a, labels: {"a b": c}}}] | publish[0].kubernetes-secret.labels.a…: is no name of a label
          publish: [{kubernetes-secret: {name: a, type: "-"}}] | publish[0].kubernetes-secret.type: is no type of a Secret
          client-secret-secret-ref: {name: a} | client-secret-secret-ref.key: is missing
          client-secret-secret-ref: a | client-secret-secret-ref: must be a mapping
          hooks: [{exec: {}}] | hooks[0].exec.command: is missing
          hooks: [{exec: {timeout: 1s}}] | hooks[0].exec.command: is missing
          hooks: [{exec: {command: []}}] | hooks[0].exec.command: must list one at least
          hooks: [{signal: {}}] | hooks[0].signal.pid-file: is missing
          hooks: [{http: {method: GET}}] | hooks[0].http.url: is missing
          hooks: [{exec: [x]}] | hooks[0].exec: must be a mapping of keys to values
          hooks: [{exec: {command: x -y}}] | hooks[0].exec.command: must be a list
          hooks: [{exec: {command: ['']}}] | hooks[0].exec.command[0]: is empty
          hooks: [{exec: {command: }}] | hooks[0].exec.command: has no value
          hooks: [{exec: {command: [x], timeout: 0s}}] | hooks[0].exec.timeout: must be a duration
          hooks: [{signal: /x}] | hooks[0].signal: must be a mapping of keys to values
          hooks: [{signal: {pid-file: [/x]}}] | hooks[0].signal.pid-file: must be a single value
          hooks: [{signal: {pidfile: /x}}] | hooks[0].signal.pidfile: unknown key; did you mean pid
          hooks: [{http: {url: x}}] | hooks[0].http.url: must be an http or https URL with a host
          hooks: [{http: {url: 'https://a:MARK@x'}}] | hooks[0].http.url: must be an http or https
          hooks: [{http: {url: 'http://x'}}] | hooks[0].http.url: would send secrets in plain text
          hooks: [{http: {method: post}}] | hooks[0].http.method: must be GET, POST, PUT, PATCH or
          hooks: [{http: {headers: {"a b": x}}}] | hooks[0].http.headers.a…: is no name of an HTTP
          hooks: [{http: {headers: {a: "MARK\\nb: c"}}}] | hooks[0].http.headers.a: contains a line
          hooks: [{http: {timeout: soon}}] | hooks[0].http.timeout: must be a duration
          <<: {a: b} | <<: unknown key
          username: "${UNSET}" | username: environment variable UNSET is not set
          username: "${UNSET" | username: holds ${ without a variable's name and }
          username: "${EMPTY}" | username: is empty
          """)
  void reportsWhatIsWrongWithAKey(String yaml, String expected) throws IOException {
    var problems = problems("bearerd: {providers: {a: {\n" + yaml + "}}}");

    assertThat(problems)
        .anySatisfy(p -> assertThat(p).startsWith("x.yaml:2: providers.a." + expected));
    assertThat(problems).noneSatisfy(p -> assertThat(p).containsAnyOf("MARK", "SRCFG"));
  }

  @ParameterizedTest
  @CsvSource({
    "client-secret,client-secret-file",
    "client-secret,registration-file",
    "password,password-file",
    "refresh-token,refresh-token-file",
    "realm,realm-type"
  })
  void refusesTwoKeysForOneThing(String first, String second) throws IOException {
    var value = second.equals("realm-type") ? "admin" : "/x";

    assertThat(
            problems(
                "bearerd: {providers: {a: {\n  %s: x,\n  %s: %s}}}"
                    .formatted(first, second, value)))
        .containsExactly(
            "x.yaml:3: providers.a.%s: cannot be used together with %s of x.yaml:2; remove one"
                .formatted(second, first));
  }

  @ParameterizedTest
  @CsvSource({
    "'{beererd: {providers: {a: {}}}}', 'x.yaml:1: beererd: unknown key; did you mean bearerd?'",
    "'{providers: {a: {}}}', 'x.yaml:1: providers: belongs below bearerd; indent it'",
    "'{bearerd: {}}', 'x.yaml: providers: name one provider at least'",
    "'{bearerd: {providers: {}}}', 'x.yaml:1: providers: name one provider at least'",
    "'{bearerd: {providers: }}', 'x.yaml:1: providers: has no value; give one or remove the key'",
    "'{bearerd: {providers: []}}', 'x.yaml:1: providers: must be a mapping of names to values'",
    "'{bearerd: [a]}', 'x.yaml:1: bearerd: must be a mapping of keys to values'",
    "'[bearerd]', 'x.yaml: must start with the key bearerd'",
    "'text', 'x.yaml: must start with the key bearerd'"
  })
  void refusesATreeWithoutProviders(String yaml, String expected) throws IOException {
    assertThat(problems(yaml)).containsExactly(expected);
  }

  @Test
  void reportsAMistakeInTheDefaultsOnce() throws IOException {
    assertThat(
            problems(
                """
                bearerd:
                  defaults:
                    token-url: http://example.com
                    tiemout: 1s
                  providers: {a: {}, b: {}}
                """))
        .containsExactly(
            "x.yaml:3: providers.a.token-url: would send secrets in plain text; use https, or say"
                + " allow-http: true if that is meant",
            "x.yaml:4: defaults.tiemout: unknown key; did you mean timeout?");
  }

  @Test
  void allowsPlainTextWhereItWasSaidOrStaysOnTheMachine() throws IOException {
    var yaml =
        """
        bearerd:
          providers:
            a: {token-url: 'http://example.com', allow-http: true}
            b: {server: 'http://[::1]:80'}
            c: {server: 'http://localhost'}
            d: {server: 'http://127.1.2.3'}
            e: {hooks: [{http: {url: 'http://example.com'}}], allow-http: true}
            f: {hooks: [{http: {url: 'http://localhost:8080/reload'}}]}
        """;

    assertThat(providers(yaml)).isEqualTo(6);
  }

  @Test
  void refusesNamesOfEntriesThatLeaveNoRoom() throws IOException {
    var provider =
        "bearerd: {providers: {a: {publish: [{directory: {path: /x, entries: {%s: raw}}}]}}}";

    assertThat(providers(provider.formatted("ü".repeat(100)))).isEqualTo(1);
    assertThat(problems(provider.formatted("ü".repeat(101))))
        .singleElement()
        .asString()
        .contains(": is no plain file name: at most 200 bytes, without slashes");
  }

  @Test
  void allowsNeighboursOfPublishedDirectories() throws IOException {
    var yaml =
        """
        bearerd:
          providers:
            a: {publish: [{directory: /x/y}, {directory: /x/y-z}, {file: /x/y.z}]}
            b: {publish: [{file: /x/z}, {directory: /x/yz}]}
        """;

    assertThat(providers(yaml)).isEqualTo(2);
  }

  @Test
  void namesBothProvidersThatPublishToOneFile() throws IOException {
    assertThat(
            problems(
                """
                bearerd:
                  providers:
                    a: {publish: [{file: target/token}]}
                    b: {publish: [{file: %s/target/../target/token}]}
                """
                    .formatted(Path.of("").toAbsolutePath())))
        .containsExactly(
            "x.yaml:4: providers.b.publish[0].file.path: is already published to by providers.a at"
                + " x.yaml:3");
  }

  @Test
  void keepsTokensOutOfTheSecretsOfTheJournal() throws IOException {
    assertThat(
            problems(
                """
                bearerd:
                  kubernetes: {shards: 2}
                  journal: {kubernetes-secret: j}
                  providers:
                    a: {publish: [{kubernetes-secret: j}, {kubernetes-secret: j-1}]}
                """))
        .containsExactly(
            "x.yaml:5: providers.a.publish[1].kubernetes-secret.name: is already that of the"
                + " journal; a Secret has one provider: put all entries there, or name another"
                + " Secret");
  }

  @Test
  void survivesAJournalWithoutAName() throws IOException {
    assertThat(
            problems(
                """
                bearerd:
                  journal: {kubernetes-secret: {namespace: n}}
                  providers: {a: {}}
                """))
        .containsExactly("x.yaml:2: journal.kubernetes-secret.name: is missing");
  }

  @Test
  void namesBothProvidersThatPublishInOneSecret() throws IOException {
    assertThat(
            problems(
                """
                bearerd:
                  kubernetes: {namespace: apps}
                  providers:
                    a: {publish: [{kubernetes-secret: token}]}
                    b: {publish: [{kubernetes-secret: {name: token, namespace: apps}}]}
                    c: {publish: [{kubernetes-secret: {name: token, namespace: other}}]}
                """))
        .containsExactly(
            "x.yaml:5: providers.b.publish[0].kubernetes-secret.name: is already that of"
                + " providers.a at x.yaml:4; a Secret has one provider: put all entries there, or"
                + " name another Secret");
  }

  @Test
  void namesBothPlacesOfWhatIsThereTwice() throws IOException {
    write("a.yaml", "bearerd: {journal: /a, providers: {p: {}}}");
    write("b.yaml", "bearerd:\n  journal: /b\n  providers:\n    p: {}\n    q: {}");

    assertThat(problems(List.of(directory), Map.of()))
        .containsExactly(
            "b.yaml:2: journal: is there twice, first at a.yaml:1",
            "b.yaml:4: providers.p: is there twice, first at a.yaml:1");
  }

  @Test
  void reportsVariablesThatSetNothing() throws IOException {
    var environment =
        Map.of(
            "BEARERD_PROVIDERS__ORDERS__CLIENT_SECRT", "MARK",
            "BEARERD_PROVIDERS__ORDRES__CLIENT_SECRET", "MARK",
            "BEARERD_PROVIDERS__ORDERS__SCOPES", "MARK",
            "BEARERD_PROVIDERS__ORDERS", "MARK",
            "BEARERD_JURNAL", "MARK",
            "BEARERD_HTTP__PORT", "MARK",
            "BEARERD_PROVIDERS__A_B__CLIENT_ID", "MARK");

    var problems =
        problems(
            List.of(write("x.yaml", "bearerd: {providers: {orders: {}, a.b: {}, a-b: {}}}")),
            environment);

    assertThat(problems)
        .containsExactly(
            "environment variable BEARERD_HTTP__PORT: http.port: must be a whole number from 0 to"
                + " 65535",
            "environment variable BEARERD_JURNAL: sets no key that a variable can set; did you mean"
                + " BEARERD_JOURNAL?",
            "environment variable BEARERD_PROVIDERS__A_B__CLIENT_ID: could mean each of the"
                + " providers a.b, a-b; rename one",
            "environment variable BEARERD_PROVIDERS__ORDERS: sets no key that a variable can set",
            "environment variable BEARERD_PROVIDERS__ORDERS__CLIENT_SECRT: sets no key that a"
                + " variable can set; did you mean BEARERD_PROVIDERS__ORDERS__CLIENT_SECRET?",
            "environment variable BEARERD_PROVIDERS__ORDERS__SCOPES: sets no key that a variable"
                + " can set",
            "environment variable BEARERD_PROVIDERS__ORDRES__CLIENT_SECRET: sets no key that a"
                + " variable can set; did you mean BEARERD_PROVIDERS__ORDERS__CLIENT_SECRET?");
  }

  /** How many there are where nothing is wrong. */
  private int providers(String yaml) throws IOException {
    return reader(Map.of()).read(List.of(write("x.yaml", yaml))).providers().size();
  }

  private List<String> problems(String yaml) throws IOException {
    return problems(List.of(write("x.yaml", yaml)), Map.of("EMPTY", ""));
  }

  private List<String> problems(List<Path> locations, Map<String, String> environment) {
    var thrown =
        catchThrowableOfType(
            ConfigurationException.class, () -> reader(environment).read(locations));
    assertThat(thrown).hasMessage(String.join("\n", texts(thrown.problems())));
    return texts(thrown.problems()).stream().map(p -> p.replace(directory + "/", "")).toList();
  }

  private static List<String> texts(List<Problem> problems) {
    return problems.stream().map(Problem::toString).toList();
  }

  private Path write(String name, String yaml) throws IOException {
    return Files.writeString(directory.resolve(name), yaml, StandardCharsets.UTF_8);
  }

  private static ConfigurationReader reader(Map<String, String> environment) {
    return new ConfigurationReader(environment);
  }
}
