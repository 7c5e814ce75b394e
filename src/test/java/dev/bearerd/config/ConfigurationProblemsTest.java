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
          client-authentication: BASIC | client-authentication: must be basic or post or none
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
          headers: {"a b": x} | headers.a b: is no name of an HTTP header
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
          max-response-size: big | max-response-size: must be a size such as 512K
          max-response-size: 0 | max-response-size: must be a size
          max-response-size: 9G | max-response-size: must be a size
          publish: /x | publish: must be a list
          publish: [/x] | publish[0]: must be a mapping of keys to values
          publish: [{}] | publish[0]: must hold one of: file
          publish: [{fil: /x}] | publish[0].fil: unknown key; did you mean file?
          publish: [{file: {mode: "0600"}}] | publish[0].file.path: is missing
          publish: [{file: {path: /x, mode: 0888}}] | publish[0].file.mode: must be octal
          publish: [{file: {path: /x, mode: 0o640}}] | publish[0].file.mode: must be octal
          publish: [{file: {path: /x, mode: 0040}}] | publish[0].file.mode: must be octal
          publish: [{file: {path: /x, mode: 640}}] | publish[0].file.mode: must be octal
          publish: [{file: {path: /x}}, {file: /y/../x}] | publish[1].file.path: is already
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
        """;

    assertThat(reader(Map.of()).read(List.of(write("x.yaml", yaml))).providers()).hasSize(4);
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
