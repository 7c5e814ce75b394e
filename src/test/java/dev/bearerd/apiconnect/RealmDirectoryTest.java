package dev.bearerd.apiconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bearerd.oauth.HttpCall;
import dev.bearerd.oauth.HttpReply;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Kind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealmDirectoryTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final HttpTransport.Limits LIMITS =
      new HttpTransport.Limits(Duration.ofSeconds(1), 1024);
  private static final String DOCUMENTED =
      """
      {
          "total_results": 1,
          "results": [
              {
                  "name": "default-idp-2",
                  "title": "API Manager User Registry",
                  "default": true,
                  "registry_type": "lur"
              }
          ]
        }
      """;

  private final List<HttpCall> calls = new ArrayList<>();

  @Test
  void listsTheIdentityProvidersAsDocumented() {
    var providers = directory(200, DOCUMENTED).list(RealmType.PROVIDER);

    assertThat(providers)
        .containsExactly(
            new IdentityProvider("default-idp-2", "API Manager User Registry", true, "lur"));
    assertThat(calls)
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.method()).isEqualTo("GET");
              assertThat(call.url())
                  .hasToString("https://apim.example.com/api/cloud/provider/identity-providers");
              assertThat(call.headers()).containsOnly(Map.entry("Accept", "application/json"));
              assertThat(call.body()).isEmpty();
            });
  }

  @Test
  void findsTheDefaultRealmOfEitherPlane() {
    var directory = directory(200, DOCUMENTED);

    assertThat(directory.defaultRealm(RealmType.PROVIDER)).isEqualTo("provider/default-idp-2");
    assertThat(directory.defaultRealm(RealmType.ADMIN)).isEqualTo("admin/default-idp-2");
    assertThat(calls.get(1).url().getPath()).isEqualTo("/api/cloud/admin/identity-providers");
  }

  @Test
  void takesTheOnlyOneWhereTheServerNamesNoDefault() {
    assertThat(directory(200, "{\"results\":[{\"name\":\"a\"}]}").defaultRealm(RealmType.ADMIN))
        .isEqualTo("admin/a");
  }

  @Test
  void listsTheChoicesWhereNoneIsTheDefault() {
    var body =
        "{\"results\":[{\"name\":\"a\",\"default\":false},{\"name\":\"b\"},{\"title\":\"c\"}]}";

    assertThatThrownBy(() -> directory(200, body).defaultRealm(RealmType.PROVIDER))
        .hasMessage(
            "no identity provider of apim.example.com is the default;"
                + " set realm to one of: provider/a, provider/b");
  }

  @Test
  void saysThatThereAreNone() {
    assertThatThrownBy(() -> directory(200, "{\"results\":[]}").defaultRealm(RealmType.ADMIN))
        .hasMessage(
            "apim.example.com has no identity providers of type admin; is realm-type right?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{}", "[]", "{\"results\":{}}", "{\"results\":null}"})
  void refusesAnAnswerThatIsNoList(String body) {
    var failure = failure(200, body);

    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure.getMessage()).startsWith("HTTP 200 without a list of identity providers;");
  }

  @ParameterizedTest
  @CsvSource({"404,TRANSIENT", "503,TRANSIENT", "302,TRANSIENT"})
  void reportsAServerThatDoesNotListThem(int status, Kind kind) {
    assertThat(failure(status, "").kind()).isEqualTo(kind);
  }

  private TokenException failure(int status, String body) {
    return catchThrowableOfType(
        TokenException.class, () -> directory(status, body).list(RealmType.ADMIN));
  }

  private RealmDirectory directory(int status, String body) {
    return new RealmDirectory(
        URI.create("https://apim.example.com/"),
        (call, limits) -> {
          calls.add(call);
          return new HttpReply(status, Map.of(), body, NOW);
        },
        LIMITS);
  }
}
