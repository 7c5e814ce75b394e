package dev.bearerd.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a change of a provider. */
final class ProviderEntryTest {
  private final Path directory;

  ProviderEntryTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void staysTheSameWhereverAndHoweverItIsWritten() throws IOException {
    var plain =
        provider("{client-id: a, scopes: [x, y], headers: {h: '1', i: '2'}, client-secret: s}");
    var spread =
        read(
                """
                # a comment
                bearerd:
                  defaults: {scopes: [x, y], headers: {i: "2"}}
                  providers:

                    a:
                      headers:
                        h: ${ONE}    # another
                      client-secret: replaced
                      client-id:   'a'
                """,
                Map.of("ONE", "1", "BEARERD_PROVIDERS__A__CLIENT_SECRET", "s"))
            .providers()
            .get(0);

    assertThat(spread.fingerprint()).isEqualTo(plain.fingerprint());
    assertThat(spread.identity()).isEqualTo(plain.identity());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "preset: generic",
        "server: 'https://login.example.com'",
        "token-url: 'https://login.example.com'",
        "grant: password",
        "client-id: x",
        "username: x",
        "realm: x",
        "realm-type: admin",
        "registration-file: /x",
        "scopes: [x]",
        "audience: x",
        "resource: 'urn:x'",
        "parameters: {x: y}",
        "headers: {x: y}",
        "body: json",
        "issuer: 'https://login.example.com'",
        "subject-token-file: /x",
        "actor-token-type: x",
        "requested-token-type: x",
        "assertion-file: /x",
        "assertion: {issuer: x}",
        "service-account-file: /x",
        "installation-id: '1'",
        "response: {access-token: /id_token}"
      })
  void isAnotherSourceOfTokensWith(String key) throws IOException {
    var changed = provider("{" + key + "}");

    assertThat(changed.identity()).isNotEqualTo(provider("{}").identity());
    assertThat(changed.fingerprint()).isNotEqualTo(provider("{}").fingerprint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client-secret: x",
        "client-secret-file: /x",
        "client-authentication: post",
        "basic-encoding: raw",
        "password: x",
        "password-file: /x",
        "refresh-token: x",
        "refresh-token-file: /x",
        "timeout: 1s",
        "tls: {ca-file: /x}",
        "refresh: {at: 50%}",
        "on-expiry: remove",
        "on-removal: delete",
        "publish: [{file: /x}]"
      })
  void isTheSameSourceOfTokensWith(String key) throws IOException {
    var changed = provider("{" + key + "}");

    assertThat(changed.identity()).isEqualTo(provider("{}").identity());
    assertThat(changed.fingerprint()).isNotEqualTo(provider("{}").fingerprint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scopes: [x, y]             | scopes: [y, x]",
        "parameters: {a: b1c}       | parameters: {ab: 1c}",
        "parameters: {a.b: c}       | parameters: {a: c}",
        "parameters: {a: '1', b: x} | parameters: {a: x, b: '1'}",
        "audience: 'urn:a'          | resource: 'urn:a'",
        "headers: {a: b}            | parameters: {a: b}",
      })
  void tellsApartWhatIsAlike(String one, String other) throws IOException {
    var first = provider("{" + one + "}");
    var second = provider("{" + other + "}");

    assertThat(first.fingerprint()).isNotEqualTo(second.fingerprint());
    assertThat(first.identity()).isNotEqualTo(second.identity());
  }

  @Test
  void noticesAnotherSecretOfTheSameLength() throws IOException {
    var before = provider("{client-id: a, client-secret: s1}");
    var after = provider("{client-id: a, client-secret: s2}");

    assertThat(after.fingerprint()).isNotEqualTo(before.fingerprint());
    assertThat(after.identity()).isEqualTo(before.identity());
  }

  @Test
  void showsNoSecret() throws IOException {
    var entry =
        provider(
            "{client-secret: MARK, password: MARK, refresh-token: MARK, headers: {x-key: MARK},"
                + " parameters: {pin: MARK}}");

    assertThat(entry.fingerprint()).matches("[0-9a-f]{64}");
    assertThat(entry.identity()).matches("[0-9a-f]{64}");
    assertThat(entry)
        .hasToString("provider a of " + directory.resolve("bearerd.yaml") + ":1")
        .asString()
        .doesNotContain("MARK", entry.fingerprint(), entry.identity());
  }

  private ProviderEntry provider(String keys) throws IOException {
    return read("bearerd: {providers: {a: " + keys + "}}", Map.of()).providers().get(0);
  }

  private Configuration read(String yaml, Map<String, String> environment) throws IOException {
    var file = Files.writeString(directory.resolve("bearerd.yaml"), yaml);
    return new ConfigurationReader(environment).read(List.of(file));
  }
}
