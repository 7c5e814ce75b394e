package dev.bearerd.target;

import static dev.bearerd.target.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NetrcFormatTest {
  private static final List<String> MACHINES = List.of("git.example.com", "127.0.0.1");

  private final NetrcFormat format = new NetrcFormat(MACHINES, "oauth2");

  @Test
  void hasALineForEachMachine() {
    assertThat(format.render(token("abc.DEF-123_~+/==")))
        .asString()
        .isEqualTo(
            """
            machine git.example.com login oauth2 password abc.DEF-123_~+/==
            machine 127.0.0.1 login oauth2 password abc.DEF-123_~+/==
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"!$%&'()*+,-./:;<=>?@[]^_`{|}~", "a#b", "machine", "default"})
  void writesOtherCharactersAsTheyAre(String value) {
    assertThat(format.render(token(value))).asString().contains(" password " + value + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"the\"secret", "\"the-secret\"", "the\\secret", "#the-secret"})
  void refusesATokenThatReadersWouldTakeForAnother(String value) {
    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> format.render(token(value)))
        .withMessage(
            "the token has what netrc cannot hold: a space, a quote, a backslash, or # at its"
                + " start");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\tb", "a\nmachine b", "a\"b", "a\\b", "#a"})
  void refusesALoginThatCannotBeWritten(String login) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetrcFormat(MACHINES, login))
        .withMessageStartingWith("login has what netrc cannot hold");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://example.com",
        "example.com:8443",
        "example.com/git",
        "a b",
        "a\nb",
        "a\n",
        "user@example.com",
        "*.example.com",
        "#a"
      })
  void refusesAMachineThatIsNoHostName(String machine) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetrcFormat(List.of("example.com", machine), "oauth2"))
        .withMessage("machines must be host names, without scheme, port and path");
  }
}
