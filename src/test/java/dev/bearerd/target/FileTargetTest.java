package dev.bearerd.target;

import static dev.bearerd.target.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bearerd.file.AtomicFile;
import dev.bearerd.file.FileAttributes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTargetTest extends TargetContract {
  private final Path path;

  FileTargetTest(@TempDir Path directory) {
    path = directory.resolve("orders");
  }

  @Override
  protected Target target(Format format) {
    var file = new AtomicFile(path, FileAttributes.PRIVATE, new SecureRandom());
    return new FileTarget(file, format);
  }

  @Override
  protected Optional<String> seenByReader() {
    try {
      return Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void breakThePlace() {
    try {
      Files.createDirectory(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void namesItsPath() {
    assertThat(target(StandardFormat.RAW).description()).isEqualTo("file " + path);
    assertThat(target(StandardFormat.RAW).paths()).containsExactly(path);
  }

  @Test
  void keepsTheMessageOfTheFile() {
    breakThePlace();

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> target(StandardFormat.RAW).publish(token("first")))
        .withMessage(path + " is a directory; name a file in it, for instance " + path + "/token");
  }
}
