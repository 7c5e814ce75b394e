package dev.bearerd.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts are those of Linux; some of its failures cannot be had without root. */
final class FailureTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new IOException("No space left on device"),
            "no space left on the device; free some, the old content is kept until then"),
        Arguments.of(
            system("Disk quota exceeded"),
            "the disk quota is used up; free some space, the old content is kept until then"),
        Arguments.of(
            system("Read-only file system"),
            "the file system is read-only; mount it writable or publish elsewhere"),
        Arguments.of(
            system("Device or resource busy"),
            "it is a mount point and cannot be replaced; mount its directory instead"),
        Arguments.of(
            system("Operation not permitted"),
            "the operation is not permitted; look for an immutable file (lsattr) or missing"
                + " capabilities"),
        Arguments.of(system("Input/output error"), "input/output error"),
        Arguments.of(new AccessDeniedException("/x"), "permission denied"),
        Arguments.of(new NoSuchFileException("/x"), "its directory does not exist"),
        Arguments.of(new ClosedByInterruptException(), "interrupted"),
        Arguments.of(new IOException(), "ioexception"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void saysWhatToDo(IOException failure, String words) {
    assertThat(Failure.of(failure).toWrite(Path.of("/run/token")))
        .hasMessage("cannot write /run/token: " + words);
    assertThat(Failure.of(failure).toRead(Path.of("/run/token")))
        .hasMessage("cannot read /run/token: " + words);
  }

  private static FileSystemException system(String reason) {
    return new FileSystemException("/run/.token.bearerd", null, reason);
  }
}
