package dev.bearerd.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bearerd.kit.SigningKeys;
import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServiceAccountFileTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String TOKEN_URL = "https://oauth2.googleapis.com/token";

  private final Path path;

  ServiceAccountFileTest(@TempDir Path directory) {
    this.path = directory.resolve("account.json");
  }

  @Test
  void signsAsGoogleDocumentsIt() throws IOException {
    write(SigningKeys.serviceAccount());

    var jwt = assertion(Optional.empty());

    assertThat(SigningKeys.header(jwt).get("alg").asText()).isEqualTo("RS256");
    assertThat(SigningKeys.header(jwt).get("kid").asText()).isEqualTo("key-1");
    var claims = SigningKeys.claims(jwt);
    assertThat(claims.get("iss").asText()).isEqualTo("orders@example.iam.gserviceaccount.com");
    assertThat(claims.get("aud").asText()).isEqualTo(TOKEN_URL);
    assertThat(claims.get("scope").asText()).isEqualTo("a b");
    assertThat(claims.get("iat").asLong()).isEqualTo(NOW.getEpochSecond());
    assertThat(claims.get("exp").asLong()).isEqualTo(NOW.getEpochSecond() + 3600);
    assertThat(claims.has("sub")).isFalse();
  }

  @Test
  void actsInTheNameOfAUser() throws IOException {
    write(SigningKeys.serviceAccount());

    var claims = SigningKeys.claims(assertion(Optional.of("anna@example.com")));

    assertThat(claims.get("sub").asText()).isEqualTo("anna@example.com");
  }

  @Test
  void readsADocumentThatHasChanged() throws IOException {
    write(SigningKeys.serviceAccount());
    var file = new ServiceAccountFile(path);
    file.read();

    write(SigningKeys.serviceAccount().replace("orders@", "billing@"));

    assertThat(file.read().email()).startsWith("billing@");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MARK | is no JSON document
          {"type": "MARK" | is no JSON document
          ["MARK"] | is no JSON document
          {"private_key": "MARK"} | has no type
          {"type": "authorized_user", "refresh_token": "MARK"} | its type is not service_account
          {"type": "service_account", "client_email": "MARK"} | has no private_key
          {"type": "service_account", "private_key": 1} | has no private_key
          {"type": "service_account", "private_key": "MARK"} | holds no private key in PEM
          """)
  void saysWhatIsWrongAndNothingOfTheContent(String content, String complaint) throws IOException {
    write(content);

    assertThatThrownBy(() -> new ServiceAccountFile(path).read())
        .isInstanceOf(TokenException.class)
        .hasMessageStartingWith("service-account-file " + path + " ")
        .hasMessageContaining(complaint)
        .hasMessageNotContaining("MARK");
  }

  @ParameterizedTest
  @CsvSource({"private_key_id", "client_email"})
  void saysWhatIsMissing(String field) throws IOException {
    write(SigningKeys.serviceAccount().replace(field, "other"));

    assertThatThrownBy(() -> new ServiceAccountFile(path).read())
        .hasMessage("service-account-file " + path + " has no " + field);
  }

  @Test
  void refusesAKeyOfAnotherType() throws IOException {
    write(SigningKeys.serviceAccount("service_account", SigningKeys.ecPem()));

    assertThatThrownBy(() -> new ServiceAccountFile(path).read())
        .hasMessageContaining(path + " holds a key of type EC; RS256 needs an RSA key");
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    assertThatThrownBy(() -> new ServiceAccountFile(path).read())
        .hasMessage("service-account-file " + path + " does not exist");
  }

  private String assertion(Optional<String> user) {
    return new ServiceAccountFile(path)
        .read()
        .assertion(user, TOKEN_URL, Map.of("scope", "a b"), InstantSource.fixed(NOW), new Random(1))
        .reveal();
  }

  private void write(String content) throws IOException {
    Files.writeString(path, content);
  }
}
