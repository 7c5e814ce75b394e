package dev.bearerd.target;

import static dev.bearerd.target.Tokens.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DockerConfigFormatTest {

  @Test
  void hasTheCredentialsOfEachRegistry() {
    var format =
        new DockerConfigFormat(
            List.of("ghcr.io", "https://index.docker.io/v1/"), "oauth2accesstoken");

    assertThat(format.render(token("abc")))
        .asString()
        .isEqualTo(
            "{\"auths\":{\"ghcr.io\":{\"auth\":\"b2F1dGgyYWNjZXNzdG9rZW46YWJj\"},"
                + "\"https://index.docker.io/v1/\":{\"auth\":\"b2F1dGgyYWNjZXNzdG9rZW46YWJj\"}}}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b:c", "\"\\/<&'>", "#$%!?~", "a"})
  void readersFindUserAndTokenWhateverTheyConsistOf(String value) throws Exception {
    var tree =
        new ObjectMapper()
            .readTree(new DockerConfigFormat(List.of("ghcr.io"), "<tökén>").render(token(value)));

    var auth = tree.at("/auths/ghcr.io/auth").asText();
    assertThat(new String(Base64.getDecoder().decode(auth), UTF_8)).isEqualTo("<tökén>:" + value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ghcr.io",
        "localhost:5000",
        "registry.example.com:5000/team/app",
        "*.pkg.dev",
        "https://index.docker.io/v1/"
      })
  void takesRegistriesAsTheirReadersWriteThem(String registry) {
    assertThat(new DockerConfigFormat(List.of(registry), "x").render(token("abc")))
        .asString()
        .contains("{\"" + registry + "\":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ghcr.io:", "ftp://ghcr.io", "u:p@ghcr.io", "a\"b", "a/b?c"})
  void refusesWhatIsNoRegistry(String registry) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DockerConfigFormat(List.of("ghcr.io", registry), "x"))
        .withMessageStartingWith("registries must be such as ghcr.io, ");
  }

  @Test
  void refusesAUserThatWouldRunIntoTheToken() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DockerConfigFormat(List.of("ghcr.io"), "a:b"))
        .withMessage("username must not contain a colon");
  }
}
