package dev.bearerd.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FileAttributesTest {

  @ParameterizedTest
  @CsvSource({
    "0600, rw-------",
    "0640, rw-r-----",
    "0755, rwxr-xr-x",
    "0007, ------rwx",
    "0000, ---------"
  })
  void readsOctalModes(String octal, String symbolic) {
    assertThat(FileAttributes.mode(octal)).isEqualTo(PosixFilePermissions.fromString(symbolic));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "64",
        "0o640",
        "640",
        "416",
        "0980",
        "1777",
        "4755",
        "rw-r-----",
        "-640",
        "0640 "
      })
  void refusesOtherModes(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FileAttributes.mode(text))
        .withMessage("is no octal mode such as \"0640\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-1", "-app"})
  void refusesOwnersAndGroupsThatCannotBe(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(Optional.of(name), Optional.empty()))
        .withMessage("owner is no name or number of a user");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(Optional.empty(), Optional.of(name)))
        .withMessage("group is no name or number of a group");
  }

  @Test
  void describesWhomAFileIsFor() {
    assertThat(with(Optional.of("app"), Optional.empty()).describeOwner()).isEqualTo("owner app");
    assertThat(with(Optional.of("app"), Optional.of("web")).describeOwner())
        .isEqualTo("owner app and group web");
  }

  private static FileAttributes with(Optional<String> owner, Optional<String> group) {
    return new FileAttributes(FileAttributes.mode("0600"), owner, group);
  }
}
