package dev.bearerd.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
  /**
   * Each way of writing changes some of it, and its base64 has both characters of each alphabet.
   */
  private static final String MARK = "Mark+Ed/~*s\u00e9\u00fe\u00ff cret\"1\\?>";

  private static final Secret MARKED = new Secret(MARK);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mark+Ed/~*s\u00e9\u00fe\u00ff cret\"1\\?>",
        "Mark%2BEd%2F%7E*s%C3%A9%C3%BE%C3%BF+cret%221%5C%3F%3E",
        "Mark%2bEd%2f%7e*s%c3%a9%c3%be%c3%bf+cret%221%5c%3f%3e",
        "Mark%2BEd%2F~%2As%C3%A9%C3%BE%C3%BF%20cret%221%5C%3F%3E",
        "Mark%2bEd%2f~%2as%c3%a9%c3%be%c3%bf%20cret%221%5c%3f%3e",
        "Mark+Ed/~*s\u00e9\u00fe\u00ff cret\\\"1\\\\?>",
        "Mark+Ed\\/~*s\u00e9\u00fe\u00ff cret\\\"1\\\\?>"
      })
  void hidesASecretHoweverItIsWritten(String written) {
    assertThat(safe("got " + written + " twice: " + written)).isEqualTo("got *** twice: ***");
  }

  @Test
  void hidesASecretInBase64() {
    var bytes = MARK.getBytes(UTF_8);

    assertThat(safe(Base64.getEncoder().encodeToString(bytes))).isEqualTo("***");
    assertThat(safe(Base64.getEncoder().withoutPadding().encodeToString(bytes))).isEqualTo("***");
    assertThat(safe(Base64.getUrlEncoder().encodeToString(bytes))).isEqualTo("***");
    assertThat(safe(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
        .isEqualTo("***");
  }

  @ParameterizedTest
  @CsvSource({"'',''", "a:,''", "ab:,''", "abc:,''", "'',x", "a:,xy", "ab:,xyz", "app:,:app"})
  void hidesASecretInTheMiddleOfBase64(String before, String after) {
    for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      var text = encoder.encodeToString((before + MARK + after).getBytes(UTF_8));

      assertThat(safe("Basic " + text)).matches("Basic \\S{0,6}\\*\\*\\*\\S{0,7}");
    }
  }

  @Test
  void hidesASecretThatWasEncodedTwice() {
    var form = "app:Mark%2BEd%2F%7E*s%C3%A9%C3%BE%C3%BF+cret%221%5C%3F%3E";
    var text = Base64.getEncoder().encodeToString(form.getBytes(UTF_8));

    assertThat(safe(text)).matches("YXBw\\S{2}\\*\\*\\*\\S{0,2}");
  }

  @Test
  void hidesASecretThatBeginsLikeAnotherOne() {
    var secrets = List.of(new Secret("abc"), new Secret("abcdef"), new Secret("cde"));

    assertThat(SafeText.of("abcdef abc cde", secrets)).isEqualTo("*** *** ***");
  }

  @Test
  void hidesASecretWhoseLineBreakWasTakenForASpace() {
    assertThat(SafeText.of("got a\r\nb c", List.of(new Secret("a\nb")))).isEqualTo("got *** c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void showsEverythingWhereASecretIsBlank(String blank) {
    assertThat(SafeText.of("a b", List.of(new Secret(blank)))).isEqualTo("a b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "pw", "abc"})
  void leavesWordsAloneThatHoldAPartOfTheBase64OfAShortSecret(String secret) {
    var words = "Bad client, Figure it out: the quick brown fo jumps over a lazy dog";

    assertThat(SafeText.of(words, List.of(new Secret(secret)))).isEqualTo(words);
  }

  @Test
  void isOneLineWithoutControlCharacters() {
    assertThat(SafeText.of(" a\r\n\tb\u001b[31m\u2028c\u202e\u0000 ", List.of()))
        .isEqualTo("a b [31m c");
  }

  @Test
  void isShort() {
    assertThat(SafeText.of("x".repeat(5000), List.of())).isEqualTo("x".repeat(200) + "…");
  }

  @Test
  void hidesASecretBeforeItShortens() {
    var text = SafeText.of("x".repeat(190) + MARK, List.of(MARKED));

    assertThat(text).isEqualTo("x".repeat(190) + "***");
  }

  private static String safe(String text) {
    return SafeText.of(text, List.of(MARKED));
  }
}
