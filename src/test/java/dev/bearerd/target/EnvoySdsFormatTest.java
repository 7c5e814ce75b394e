package dev.bearerd.target;

import static dev.bearerd.target.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class EnvoySdsFormatTest {

  @Test
  void isAResponseWithOneGenericSecret() {
    assertThat(new EnvoySdsFormat("orders", false).render(token("abc")))
        .asString()
        .isEqualTo(
            "{\"resources\":[{\"@type\":\"type.googleapis.com/envoy.extensions.transport_sockets"
                + ".tls.v3.Secret\",\"name\":\"orders\",\"generic_secret\":{\"secret\":"
                + "{\"inline_string\":\"abc\"}}}]}\n");
  }

  @Test
  void isTheValueOfAHeaderWhereThatIsWanted() throws Exception {
    assertThat(secret(new EnvoySdsFormat("orders", true), "abc")).isEqualTo("Bearer abc");
  }

  @Test
  void escapesWhatMustBe() throws Exception {
    var odd = "\"\\/<&'{%";

    assertThat(secret(new EnvoySdsFormat("a \"b\\", false), odd)).isEqualTo(odd);
  }

  private static String secret(Format format, String value) throws Exception {
    return new ObjectMapper()
        .readTree(format.render(token(value)))
        .at("/resources/0/generic_secret/secret/inline_string")
        .asText();
  }
}
