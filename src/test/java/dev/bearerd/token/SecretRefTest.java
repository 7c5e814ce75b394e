package dev.bearerd.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRefTest {
  private Path path;
  private SecretRef ref;

  @BeforeEach
  void nameTheFile(@TempDir Path directory) {
    path = directory.resolve("secret");
    ref = new SecretRef.File("client-secret-file", path);
  }

  @Test
  void isWhatIsWrittenInTheConfiguration() {
    assertThat(new SecretRef.Literal(new Secret("a")).resolve()).isEqualTo(new Secret("a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s\u00e9cret", "s\u00e9cret\n", "s\u00e9cret\r\n"})
  void dropsTheLineBreakAtTheEnd(String content) throws IOException {
    Files.writeString(path, content);

    assertThat(ref.resolve()).isEqualTo(new Secret("s\u00e9cret"));
  }

  @Test
  void keepsSpaces() throws IOException {
    Files.writeString(path, " a b ");

    assertThat(ref.resolve()).isEqualTo(new Secret(" a b "));
  }

  @Test
  void readsTheFileAtEachUse() throws IOException {
    Files.writeString(path, "old");
    var before = ref.resolve();

    Files.writeString(path, "new");

    assertThat(before).isEqualTo(new Secret("old"));
    assertThat(ref.resolve()).isEqualTo(new Secret("new"));
  }

  @ParameterizedTest
  @CsvSource({"'',is empty", "'\n',is empty", "'\r\n',is empty"})
  void refusesAnEmptyFile(String content, String why) throws IOException {
    Files.writeString(path, content);

    assertRefused(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mark\n\n", "mark\nb", "mark\t", "mark\u0000", "mark\u0085", "mark\r"})
  void refusesWhatIsNotOneLine(String content) throws IOException {
    Files.writeString(path, content);

    assertRefused("has several lines or a control character; a secret is one line");
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    Files.write(path, "mark\u00e9".getBytes(ISO_8859_1));

    assertRefused("is not UTF-8 text");
  }

  @Test
  void refusesALargeFile() throws IOException {
    Files.write(path, "m".repeat(64 * 1024 + 1).getBytes(UTF_8));

    assertRefused("is larger than 64 KiB");
  }

  @Test
  void refusesAMissingFile() {
    assertRefused("does not exist");
  }

  @Test
  void repeatsNothingOfASecretThatStandsInPlaceOfItsFile() {
    var jwt = "eyJ" + "secret".repeat(70);

    assertThatThrownBy(() -> new SecretRef.File("assertion-file", Path.of(jwt)).resolve())
        .hasMessageStartingWith("assertion-file cannot be read")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void refusesADirectory() throws IOException {
    Files.createDirectory(path);

    assertRefused("is a directory");
  }

  private void assertRefused(String why) {
    var failure = catchThrowableOfType(TokenException.class, ref::resolve);

    assertThat(failure).hasMessage("client-secret-file %s %s", path, why).hasNoCause();
    assertThat(failure.kind()).isEqualTo(TokenException.Kind.TRANSIENT);
    assertThat(failure.reach()).isEqualTo(TokenException.Reach.NOT_ASKED);
  }
}
