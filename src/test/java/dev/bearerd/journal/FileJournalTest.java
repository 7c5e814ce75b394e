package dev.bearerd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FileJournalTest extends JournalContract {
  private static final String GOLDEN =
      """
      {"version":1,"access_token":"access","obtained_at":"2026-03-01T10:00:00.123456Z",\
      "expires_at":"2026-03-01T11:00:00.123456Z","expiry_source":"JWT",\
      "refresh_token":"refresh","scopes":["read","write"]}
      """;

  private final Path directory;
  private final Path file;

  FileJournalTest(@TempDir Path temporary) {
    directory = temporary.resolve("bearerd");
    file = directory.resolve("orders.json");
  }

  @Override
  FileJournal journal() {
    return new FileJournal(directory, new SecureRandom());
  }

  @Test
  void survivesARestart() {
    journal().store("orders", TOKEN);

    assertThat(journal().load("orders")).hasValue(TOKEN);
  }

  @Test
  void writesVersionOneForItsOwnUserAlone() throws IOException {
    journal().store("orders", TOKEN);

    assertThat(file).hasContent(GOLDEN);
    assertThat(modeOf(file)).isEqualTo("rw-------");
    assertThat(modeOf(directory)).isEqualTo("rwx------");
  }

  @Test
  void readsVersionOne() throws IOException {
    hold(GOLDEN);

    assertThat(journal().load("orders")).hasValue(TOKEN);
  }

  @Test
  void loadingMakesNothing() {
    journal().load("orders");

    assertThat(directory).doesNotExist();
  }

  static Stream<String> entriesThatCannotBeUnderstood() {
    return Stream.of(
        "",
        "\0\0\0\0",
        "null",
        "[]",
        "{}",
        "{\"auths\":{}}",
        GOLDEN.substring(0, 60),
        GOLDEN + GOLDEN,
        GOLDEN.replace("\"version\":1", "\"version\":2"),
        GOLDEN.replace("\"version\":1,", ""),
        GOLDEN.replace("\"access\"", "17"),
        GOLDEN.replace("\"access\"", "\"line\\nbreak\""),
        GOLDEN.replace("\"refresh\"", "null"),
        GOLDEN.replace("2026-03-01T10", "yesterday"),
        GOLDEN.replace("2026-03-01T11", "2025-03-01T11"),
        GOLDEN.replace("JWT", "GUESSED"),
        "[".repeat(5000));
  }

  @ParameterizedTest
  @MethodSource("entriesThatCannotBeUnderstood")
  void setsAsideWhatCannotBeUnderstood(String content) throws IOException {
    hold(content);
    Files.writeString(directory.resolve("orders.json.damaged"), "damaged before");

    assertThat(journal().load("orders")).isEmpty();

    assertThat(directory.resolve("orders.json.damaged")).hasContent(content);
    assertThat(file).doesNotExist();
  }

  @Test
  void storesAfterDamage() throws IOException {
    hold("half an en");
    journal().load("orders");

    journal().store("orders", TOKEN);

    assertThat(journal().load("orders")).hasValue(TOKEN);
  }

  @Test
  void removesWhatAKilledWriterLeft() throws IOException {
    hold(GOLDEN);
    var leftOver = directory.resolve(".orders.json.0123456789abcdef0123456789abcdef.bearerd");
    Files.writeString(leftOver, "half");

    assertThat(journal().load("orders")).hasValue(TOKEN);

    assertThat(leftOver).doesNotExist();
  }

  @Test
  void failsWhereAnEntryCannotBeRead() throws IOException {
    Files.createDirectories(file);

    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> journal().load("orders"))
        .withMessageStartingWith("cannot load the token of orders: " + file + " is a directory");
  }

  @Test
  void failsWhereAnEntryCannotBeWritten() throws IOException {
    Files.createFile(directory);

    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> journal().store("orders", TOKEN))
        .withMessageStartingWith("cannot store the token of orders: ")
        .withMessageContaining(directory + " is not a directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../orders", "a/b", "/etc/passwd", "A", "a\n", "a\0"})
  void refusesANameThatIsNone(String provider) {
    assertThatIllegalArgumentException().isThrownBy(() -> journal().load(provider));
    assertThatIllegalArgumentException().isThrownBy(() -> journal().store(provider, TOKEN));
  }

  private void hold(String content) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(file, content);
  }

  private static String modeOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
