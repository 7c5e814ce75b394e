package dev.bearerd.target;

import static dev.bearerd.target.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bearerd.file.AtomicDirectory;
import dev.bearerd.file.FileAttributes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryTargetTest extends TargetContract {
  private final Path path;

  DirectoryTargetTest(@TempDir Path directory) {
    path = directory.resolve("orders");
  }

  @Override
  protected Target target(Format format) {
    return target(Map.of("token", format));
  }

  private Target target(Map<String, Format> entries) {
    var directory = new AtomicDirectory(path, FileAttributes.PRIVATE, new SecureRandom());
    return new DirectoryTarget(directory, entries);
  }

  @Override
  protected Optional<String> seenByReader() {
    try {
      var token = path.resolve("token");
      return Files.exists(token) ? Optional.of(Files.readString(token)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void breakThePlace() {
    try {
      Files.createDirectories(path.resolve("..data"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void namesItsPaths() {
    var target = target(Map.of("token", StandardFormat.RAW, "header", StandardFormat.HEADER));

    assertThat(target.description()).isEqualTo("directory " + path);
    assertThat(target.paths()).containsExactly(path.resolve("header"), path.resolve("token"));
  }

  @Test
  void writesEachEntryInItsFormat() {
    target(Map.of("token", StandardFormat.RAW, "header", StandardFormat.HEADER))
        .publish(token("first"));

    assertThat(path.resolve("token")).hasContent("first");
    assertThat(path.resolve("header")).hasContent("Authorization: Bearer first\n");
  }

  @Test
  void changesNoEntryWhenTheFormatOfOneFails() {
    target(StandardFormat.RAW).publish(token("first"));
    Format failing =
        token -> {
          throw new TargetException("template has an error");
        };

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(
            () ->
                target(Map.of("token", StandardFormat.RAW, "other", failing))
                    .publish(token("second")));

    assertThat(seenByReader()).hasValue("first");
    assertThat(path.resolve("other")).doesNotExist();
  }

  @Test
  void keepsTheMessageOfTheDirectory() {
    breakThePlace();

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> target(StandardFormat.RAW).publish(token("first")))
        .withMessage(path + "/..data is not a symbolic link; remove it or publish elsewhere");
  }
}
