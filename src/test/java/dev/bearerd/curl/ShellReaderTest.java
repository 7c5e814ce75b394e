package dev.bearerd.curl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShellReaderTest {
  private static final String VALUE = Variables.mark("VALUE");

  static Stream<Arguments> commands() {
    return Stream.of(
        arguments("curl -d x", List.of("curl", "-d", "x")),
        arguments("  $ curl\t-d   x  ", List.of("curl", "-d", "x")),
        arguments("curl \\\n  -d \\\r\n x", List.of("curl", "-d", "x")),
        arguments("curl a\\\nb", List.of("curl", "ab")),
        arguments("'a b'\"c d\"e\\ f", List.of("a bc de f")),
        arguments("'' \"\" x''", List.of("", "", "x")),
        arguments("'a\\b$VALUE`' ", List.of("a\\b$VALUE`")),
        arguments("\"a\\\"b\\\\c\\d\\$x\"", List.of("a\"b\\c\\d$x")),
        arguments("\"a\\\nb\"", List.of("ab")),
        arguments("'it'\\''s'", List.of("it's")),
        arguments("$'a\\'b\\n\\x41\\u00e9\\\\'", List.of("a'b\nA\u00e9\\")),
        arguments("$VALUE \"${VALUE}x\" a$VALUE", List.of(VALUE, VALUE + "x", "a" + VALUE)),
        arguments("a$ 'b'$ \"c$\" 5$% \"$\"", List.of("a$", "b$", "c$", "5$%", "$")),
        arguments(
            "--cacert ~/ca.pem a~/b",
            List.of("--cacert", Variables.mark("HOME") + "/ca.pem", "a~/b")),
        arguments("a 2>/dev/null b 2>&1 c", List.of("a", "b", "c")),
        arguments("a^b {\"c\":[1]} x?y=*", List.of("a^b", "{c:[1]}", "x?y=*")),
        arguments("a#b 'c'#d # not this", List.of("a#b", "c#d")),
        arguments("a | b", List.of("a")),
        arguments("a;b", List.of("a")),
        arguments("a&b", List.of("a")),
        arguments("a\nb", List.of("a")),
        arguments("a>b", List.of("a")),
        arguments("(a)", List.of()),
        arguments("", List.of()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void readsWordsAsAShellDoes(String text, List<String> words) {
    assertThat(ShellReader.read(text).words()).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "curl 'abc | ' is not closed",
        "curl \"abc | quote that starts with \" is not closed",
        "curl $'abc | starts with $' is not closed",
        "curl $'\\q' | none of \\n",
        "curl -d $(cat x) | $(…) runs another command; write what that prints, or a variable",
        "curl -d \"$(cat x)\" | $(…) runs another command",
        "curl -d `cat x` | a backtick runs another command",
        "curl -d \"`cat x`\" | a backtick runs another command",
        "curl -d ${X:-y} | write ${NAME}",
        "curl -d $1 | write ${NAME}",
        "curl -d \"$@\" | write ${NAME}",
        "curl -d $\"x\" | write ${NAME}",
        "curl https://<host>/token | real values in the place of those such as <host>",
        "curl -d x < file | takes input",
        "curl -d x \\ | a backslash stands at the end",
        "curl –d x | typographic",
        "curl -d ‘x’ | typographic"
      })
  void saysWhatCannotBeRead(String text, String complaint) {
    assertThatThrownBy(() -> ShellReader.read(text))
        .isInstanceOf(CurlException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void saysWhatLinesEndWith() {
    assertThatThrownBy(() -> ShellReader.read("curl -X POST ^\n  -d a=b"))
        .hasMessageContaining("a line ends with ^, as on Windows");
    assertThatThrownBy(() -> ShellReader.read("curl -X POST \\ \n  -d a=b"))
        .hasMessageContaining("remove the spaces");
    assertThatThrownBy(() -> ShellReader.read("curl -X POST `\n  -d a=b"))
        .hasMessageContaining("as in PowerShell");
  }

  @Test
  void refusesCharactersThatMarkVariables() {
    assertThatThrownBy(() -> ShellReader.read("curl -d 'a=" + VALUE + "'"))
        .hasMessageContaining("private use");
    assertThatThrownBy(() -> ShellReader.read("curl -d $'a=\\uf8f0X\\uf8f1'"))
        .hasMessageContaining("private use");
  }

  @Test
  void keepsWhatStandsBehind() {
    assertThat(ShellReader.read("a b | jq . > x").rest()).isEqualTo("| jq . > x");
    assertThat(ShellReader.read("a b").rest()).isEmpty();
    assertThat(ShellReader.read("a s3cret")).hasToString("a command of 2 words");
  }

  /** Whatever it is: read, or refused in one line. */
  @Test
  void survivesAnything() {
    var random = new Random(42);
    var alphabet =
        List.of(
            "curl ", "-d", "'", "\"", "\\", "$", "{", "}", "(", "A", " ", "\n", "`", "^", "#", "|",
            ">", "<", "é", "\ud83d", "=");
    for (var i = 0; i < 20_000; i++) {
      var text =
          IntStream.range(0, random.nextInt(30))
              .mapToObj(j -> alphabet.get(random.nextInt(alphabet.size())))
              .collect(Collectors.joining());
      try {
        assertThat(ShellReader.read(text).words()).doesNotContainNull();
      } catch (CurlException e) {
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      }
    }
  }

  @Test
  void readsWhatIsLong() {
    var text = "\"a\\\"b\" ".repeat(20_000) + "$'a\\'b' ".repeat(20_000);

    assertThat(ShellReader.read(text).words()).hasSize(40_000);
  }
}
