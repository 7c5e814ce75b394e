package dev.bearerd.leak;

import static dev.bearerd.leak.MarkedSecret.CLIENT_SECRET;
import static dev.bearerd.leak.MarkedSecret.PRIVATE_KEY;
import static dev.bearerd.leak.MarkedSecret.PROXY_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bearerd.config.ConfigurationException;
import dev.bearerd.config.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A configuration that is wrong right where a secret is written. */
final class ConfigurationLeakTest {
  private static final String MARK = CLIENT_SECRET.mark();

  private final Path file;

  ConfigurationLeakTest(@TempDir Path directory) {
    this.file = directory.resolve("bearerd.yaml");
  }

  /** Each is all that a provider holds, or breaks the file as a whole. */
  static List<String> mistakes() {
    return List.of(
        "client-secret: \"" + MARK,
        "client-secret: '" + MARK,
        "client-secret: @" + MARK,
        "client-secret: `" + MARK,
        "client-secret: *" + MARK,
        "client-secret: &" + MARK,
        "client-secret: !" + MARK + " x",
        "client-secret: %" + MARK,
        "client-secret: [" + MARK,
        "client-secret: {" + MARK,
        "client-secret: {" + MARK + "}",
        "client-secret: [" + MARK + "]",
        "client-secret: \"\\q" + MARK + "\"",
        "client-secret: \"\\x" + MARK + "\"",
        "client-secret: |" + MARK,
        "client-secret: |\n        " + MARK + "\n        " + MARK,
        "client-secret: a: " + MARK,
        "client-secret: " + MARK + ": b",
        "client-secret: " + MARK + "\n      client-secret: " + MARK,
        "client-secret: " + MARK + "\n   password: " + MARK,
        "client-secret:" + MARK,
        "client-secret:" + MARK + ": x",
        "client-secret:" + MARK + "\n      client-id: x",
        "client-secret=" + MARK + ": x",
        "\"client-secret: " + MARK + "\": x",
        "\"client-secret " + MARK + "\":",
        "{client-secret:" + MARK + "}",
        "headers: {Authorization:" + MARK + "}",
        "headers: {Authorization:Bearer " + MARK + "}",
        "headers: {\"Authorization: Bearer " + MARK + "\": x}",
        "headers: {X: [" + MARK + "]}",
        "headers: {X: \"a\\nb" + MARK + "\"}",
        "headers: [\"X: " + MARK + "\"]",
        "parameters: {assertion:" + MARK + "}",
        "parameters: {\"assertion: " + MARK + "\": }",
        "parameters: {a: {b: " + MARK + "}}",
        "client-secrt: " + MARK,
        "secret: " + MARK,
        "client-secret: {value: " + MARK + "}",
        "client-secret: \"${NO_SUCH_VARIABLE}" + MARK + "\"",
        "client-secret: \"${" + MARK,
        "client-secret: \"" + MARK + "${}\"",
        "client-secret: \"" + MARK + "${\"",
        "client-secret: \"" + MARK + "\\n" + MARK + "\"",
        "client-secret: " + MARK + "\n      client-secret-file: /x",
        "server: " + MARK,
        "token-url: " + MARK,
        "token-url: \"https://user:" + PROXY_PASSWORD.text() + "@example.com/token\"",
        "token-url: \"https://user:" + PROXY_PASSWORD.mark() + "@example.com/token\"",
        "token-url: \"https://exa mple.com/?key=" + MARK + "\"",
        "token-url: \"http://example.com/?key=" + MARK + "\"",
        "server: \"https://user:" + PROXY_PASSWORD.mark() + "@example.com\"",
        "proxy: \"http://user:" + PROXY_PASSWORD.mark() + "@proxy\"",
        "proxy: \"https://user:" + PROXY_PASSWORD.text() + "@proxy:3128\"",
        "proxy: \"http://" + PROXY_PASSWORD.mark() + "@proxy:3128\"",
        "proxy: \"http://user:a b" + PROXY_PASSWORD.mark() + "@proxy:3128\"",
        "grant: " + MARK,
        "client-authentication: " + MARK,
        "basic-encoding: " + MARK,
        "body: " + MARK,
        "resource: \"" + MARK + "#\"",
        "response: {access-token: " + MARK + "}",
        "tls: {insecure-skip-verify: " + MARK + "}",
        "tls: " + MARK,
        "timeout: " + MARK,
        "max-response-size: " + MARK,
        "refresh: {at: " + MARK + "}",
        "retry: " + MARK,
        "on-expiry: " + MARK,
        "publish: " + MARK,
        "publish: [" + MARK + "]",
        "publish: [{file: {path: /x, mode: " + MARK + "}}]",
        "hooks: [{exec: " + MARK + "}]",
        "hooks: [{exec: {command: " + MARK + "}}]",
        "hooks: [{http: {url: \"https://user:" + MARK + "@example.com\"}}]",
        "hooks: [{http: {url: \"http://example.com/?" + MARK + "\"}}]",
        "hooks: [{http: {url: https://example.com, method: " + MARK + "}}]",
        "hooks: [{http: {url: https://example.com, headers: {X:" + MARK + "}}}]",
        "tls: {ca-file: \"" + PRIVATE_KEY.text().replace("\n", "\\n") + "\"}",
        "tls: {client-key-file: \"" + PRIVATE_KEY.text().replace("\n", "\\n") + "\"}",
        "client-secret-file: \"" + PRIVATE_KEY.text().replace("\n", "\\n") + "\"",
        "client-secret-file: |\n        " + PRIVATE_KEY.text().replace("\n", "\n        "),
        "registration-file: |\n        " + PRIVATE_KEY.text().replace("\n", "\n        "),
        PRIVATE_KEY.text(),
        MARK);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isToldWithoutTheSecret(String mistake) throws IOException {
    var provider = mistake.startsWith("{") ? "orders: " + mistake : "orders:\n      " + mistake;

    var thrown = refusal("bearerd:\n  providers:\n    " + provider + "\n", Map.of());

    new Evidence().add("configuration", thrown).assertClean();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isToldWithoutTheSecretAtTheTopToo(String mistake) throws IOException {
    var thrown = refusal(mistake + "\n", Map.of());

    new Evidence().add("configuration", thrown).assertClean();
  }

  @Test
  void namesVariablesWithoutTheirValues() throws IOException {
    var thrown =
        refusal(
            "bearerd: {providers: {orders: {token-url: https://example.com}}}",
            Map.of(
                "BEARERD_PROVIDERS__ORDERS__CLIENT_SECRET", MARK + "\n" + MARK,
                "BEARERD_PROVIDERS__ORDERS__CLIENT_SECRT", MARK,
                "BEARERD_PROVIDERS__ORDERS__TIMEOUT", MARK,
                "BEARERD_HTTP__PORT", MARK,
                "BEARERD_PROVIDERS__OTHER__CLIENT_SECRET", MARK));

    assertThat(thrown.problems()).hasSize(5);
    new Evidence().add("configuration", thrown).assertClean();
  }

  @Test
  void stillNamesTheKeyThatWasMeant() throws IOException {
    var thrown = refusal("bearerd: {providers: {x: {client-secret:" + MARK + "}}}", Map.of());

    assertThat(thrown.problems().toString())
        .contains("bearerd.yaml:1: providers.x.client-secret")
        .contains("unknown key");
  }

  private ConfigurationException refusal(String yaml, Map<String, String> environment)
      throws IOException {
    Files.writeString(file, yaml);
    return catchThrowableOfType(
        ConfigurationException.class,
        () -> new ConfigurationReader(environment).read(List.of(file)));
  }
}
