package dev.bearerd.apiconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bearerd.apiconnect.Registrations.Outcome;
import dev.bearerd.oauth.Client;
import dev.bearerd.oauth.HttpCall;
import dev.bearerd.oauth.HttpReply;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String DOCUMENTED =
      """
      type: registration
      api_version: 2.0.0
      name: consumingapplication
      client_type: toolkit
      title: This is demo application for consuming the API Manager Public APIs
      client_id: clientID
      client_secret: clientPassword
      scopes:
        - 'org:view'
        - 'org:manage'
      """;

  private final Path directory;
  private final List<HttpCall> calls = new ArrayList<>();

  RegistrationsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void createsWhatTheDocumentDescribes() throws IOException {
    var outcome =
        create(
            201, "{\"url\":\"/api/cloud/registrations/bbc5\",\"state\":\"enabled\"}", DOCUMENTED);

    assertThat(outcome)
        .isEqualTo(
            new Outcome.Created(
                "consumingapplication",
                Optional.of("https://apim.example.com/api/cloud/registrations/bbc5")));
    var call = calls.get(0);
    assertThat(call).hasToString("POST https://apim.example.com/api/cloud/registrations");
    assertThat(call.headers()).containsEntry("Authorization", "Bearer admin-token");
    assertThat(call.body())
        .isEqualTo(
            "{\"type\":\"registration\",\"api_version\":\"2.0.0\","
                + "\"name\":\"consumingapplication\",\"client_type\":\"toolkit\",\"title\":"
                + "\"This is demo application for consuming the API Manager Public APIs\","
                + "\"client_id\":\"clientID\",\"client_secret\":\"clientPassword\","
                + "\"scopes\":[\"org:view\",\"org:manage\"]}");
  }

  @Test
  void passesUnknownKeysThroughAsTheyAre() throws IOException {
    create(
        201,
        "",
        "{name: a, title: t, client_id: 007, client_secret: 42, x: {n: 1, b: true, z: ~}}");

    assertThat(calls.get(0).body())
        .isEqualTo(
            "{\"name\":\"a\",\"title\":\"t\",\"client_id\":\"007\",\"client_secret\":\"42\","
                + "\"x\":{\"n\":1,\"b\":true,\"z\":null}}");
  }

  @Test
  void saysThatItExistsAlready() throws IOException {
    assertThat(create(409, "{\"status\":409}", DOCUMENTED))
        .isEqualTo(new Outcome.Exists("consumingapplication"));
  }

  @ParameterizedTest
  @CsvSource({
    "401,REJECTED,needs the token of an administrator",
    "403,REJECTED,needs the token of an administrator",
    "400,REJECTED,refuses the registration",
    "404,TRANSIENT,without an OAuth error",
    "500,TRANSIENT,HTTP 500"
  })
  void saysWhyItWasNotCreated(int status, Kind kind, String words) {
    var failure =
        catchThrowableOfType(
            TokenException.class, () -> create(status, "clientPassword", DOCUMENTED));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.getMessage()).contains(words).doesNotContain("clientPassword");
  }

  @ParameterizedTest
  @CsvSource({
    "name: consumingapplication,'',has no name",
    "client_id: clientID,client_id:,has no client_id",
    "client_secret: clientPassword,client_secret: [],has no client_secret",
    "name: consumingapplication,name: Consuming,has a name that is not of lower-case letters",
    "type: registration,type: product,its type is not registration"
  })
  void sendsNothingOfAnIncompleteDocument(String line, String instead, String words) {
    assertThatThrownBy(() -> create(201, "", DOCUMENTED.replace(line, instead)))
        .isInstanceOf(TokenException.class)
        .hasMessageStartingWith("registration-file " + directory.resolve("registration.yaml"))
        .hasMessageContaining(words)
        .hasMessageNotContaining("clientPassword");
    assertThat(calls).isEmpty();
  }

  @Test
  void readsTheClientOfADocumentAtEachUse() throws IOException {
    var file = new RegistrationFile(write(DOCUMENTED));
    var before = file.resolve();
    write("{\"client_id\": \"other\", \"client_secret\": \"changed\"}");

    var after = file.resolve();

    assertThat(before).isEqualTo(new Client("clientID", Optional.of(new Secret("clientPassword"))));
    assertThat(after).isEqualTo(new Client("other", Optional.of(new Secret("changed"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client_id: [",
        "client_id: a\nclient_secret: *unknown",
        "a: &a [x]\nclient_id: *a",
        "a: &a [*a]",
        "a: 1\n---\nb: 2"
      })
  void namesADocumentThatIsNoYaml(String text) throws IOException {
    var path = write(text);

    assertThatThrownBy(() -> new RegistrationFile(path).resolve())
        .isInstanceOf(TokenException.class)
        .hasMessage("registration-file " + path + " is neither YAML nor JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing", "text", "[a]"})
  void namesADocumentWithoutKeys(String text) throws IOException {
    var path = write(text);

    assertThatThrownBy(() -> new RegistrationFile(path).resolve())
        .hasMessage("registration-file " + path + " is no document of keys and values");
  }

  @Test
  void namesADocumentThatCannotBeRead() throws IOException {
    var latin1 = Files.write(directory.resolve("x"), "é".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> new RegistrationFile(directory.resolve("none")).resolve())
        .hasMessageEndingWith("none does not exist");
    assertThatThrownBy(() -> new RegistrationFile(directory).resolve())
        .hasMessageEndingWith("is a directory");
    assertThatThrownBy(() -> new RegistrationFile(latin1).resolve())
        .hasMessageEndingWith("is not UTF-8 text");
  }

  private Outcome create(int status, String body, String document) throws IOException {
    var registrations =
        new Registrations(
            URI.create("https://apim.example.com"),
            (call, limits) -> {
              calls.add(call);
              return new HttpReply(status, Map.of(), body, NOW);
            },
            new HttpTransport.Limits(Duration.ofSeconds(1), 1024));
    return registrations.create(write(document), adminToken());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("registration.yaml"), text);
  }

  private static Token adminToken() {
    return new Token(
        new Secret("admin-token"),
        List.of(),
        NOW,
        NOW.plusSeconds(60),
        Token.ExpirySource.EXPIRES_IN);
  }
}
