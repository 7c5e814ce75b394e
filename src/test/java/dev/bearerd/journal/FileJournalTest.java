package dev.bearerd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
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
      {"version":2,"identity":"cafe","announced":false,"token":{"access_token":"access",\
      "obtained_at":"2026-03-01T10:00:00.123456Z","expires_at":"2026-03-01T11:00:00.123456Z",\
      "expiry_source":"JWT","scopes":["read","write"]},"refresh_tokens":["refresh-2","refresh-1"],\
      "discoveries":{"realm":"provider/default-idp-2"},\
      "asking_since":"2026-03-01T10:00:01.123456Z","refusals":{"count":2,"last":"2026-03-01T10:00:02.123456Z"},\
      "held_until":"2026-03-01T10:00:03.123456Z"}
      """;

  private final Path directory;
  private final Path file;

  FileJournalTest(@TempDir Path temporary) {
    directory = temporary.resolve("bearerd");
    file = directory.resolve("orders.json");
  }

  @Override
  protected FileJournal journal() {
    return new FileJournal(directory, new SecureRandom());
  }

  @Test
  void survivesARestart() {
    journal().store("orders", ENTRY);

    assertThat(journal().load("orders")).hasValue(ENTRY);
  }

  @Test
  void writesVersionTwoForItsOwnUserAlone() throws IOException {
    journal().store("orders", ENTRY);

    assertThat(file).hasContent(GOLDEN);
    assertThat(modeOf(file)).isEqualTo("rw-------");
    assertThat(modeOf(directory)).isEqualTo("rwx------");
  }

  @Test
  void readsVersionTwo() throws IOException {
    hold(GOLDEN);

    assertThat(journal().load("orders")).hasValue(ENTRY);
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
        GOLDEN.replace("\"version\":2", "\"version\":1"),
        GOLDEN.replace("\"version\":2,", ""),
        GOLDEN.replace("\"access\"", "17"),
        GOLDEN.replace("\"access\"", "\"line\\nbreak\""),
        GOLDEN.replace("\"refresh-1\"", "null"),
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

    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> journal().load("orders"))
        .withMessage(
            file + " cannot be understood and is kept as orders.json.damaged; it is made anew");

    assertThat(directory.resolve("orders.json.damaged")).hasContent(content);
    assertThat(file).doesNotExist();
  }

  @Test
  void storesAfterDamage() throws IOException {
    hold("half an en");
    assertThatExceptionOfType(JournalException.class).isThrownBy(() -> journal().load("orders"));

    journal().store("orders", ENTRY);

    assertThat(journal().load("orders")).hasValue(ENTRY);
  }

  @Test
  void isHeldByOneAtATime() {
    var journal = journal();

    try (var held = journal.hold("orders").orElseThrow()) {
      assertThat(journal.hold("orders")).isEmpty();
      assertThat(journal.hold("other")).isPresent();
      assertThat(held).isNotNull();
    }

    assertThat(modeOf(directory.resolve(".lock"))).isEqualTo("rw-------");
  }

  @Test
  void isHeldInTheDirectoryThatIsThereNow() throws IOException {
    var journal = journal();
    journal.hold("orders").orElseThrow().close();
    Files.delete(directory.resolve(".lock"));
    Files.delete(directory);

    try (var held = journal.hold("orders").orElseThrow()) {
      assertThat(directory.resolve(".lock")).exists();
      assertThat(held).isNotNull();
    }
  }

  @Test
  void saysBeforehandThatItCannotBeWritten() throws IOException {
    Files.createFile(directory);

    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> journal().probe())
        .withMessageContaining(directory + " is not a directory");
  }

  @Test
  void probingMakesNothing() {
    journal().probe();

    assertThat(directory).doesNotExist();
  }

  @Test
  void removesWhatAKilledWriterLeft() throws IOException {
    hold(GOLDEN);
    var leftOver = directory.resolve(".orders.json.0123456789abcdef0123456789abcdef.bearerd");
    Files.writeString(leftOver, "half");

    assertThat(journal().load("orders")).hasValue(ENTRY);

    assertThat(leftOver).doesNotExist();
  }

  @Test
  void failsWhereAnEntryCannotBeRead() throws IOException {
    Files.createDirectories(file);

    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> journal().load("orders"))
        .withMessageStartingWith("cannot load the entry of orders: " + file + " is a directory");
  }

  @Test
  void failsWhereAnEntryCannotBeWritten() throws IOException {
    Files.createFile(directory);

    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> journal().store("orders", ENTRY))
        .withMessageStartingWith("cannot store the entry of orders: ")
        .withMessageContaining(directory + " is not a directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../orders", "a/b", "/etc/passwd", "A", "a\n", "a\0"})
  void refusesANameThatIsNone(String provider) {
    assertThatIllegalArgumentException().isThrownBy(() -> journal().load(provider));
    assertThatIllegalArgumentException().isThrownBy(() -> journal().store(provider, ENTRY));
  }

  private void hold(String content) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(file, content);
  }

  private static String modeOf(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
