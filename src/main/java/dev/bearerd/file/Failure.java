package dev.bearerd.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** What the operating system said, in words for the operator. */
record Failure(String reason) {
  private static final Map<String, String> ADVICE =
      Map.of(
          "no space left on device",
              "no space left on the device; free some, the old content is kept until then",
          "disk quota exceeded",
              "the disk quota is used up; free some space, the old content is kept until then",
          "read-only file system",
              "the file system is read-only; mount it writable or publish elsewhere",
          "device or resource busy",
              "it is a mount point and cannot be replaced; mount its directory instead",
          "operation not permitted",
              "the operation is not permitted; look for an immutable file (lsattr) or missing capabilities");

  static Failure of(IOException e) {
    if (e instanceof NoSuchFileException) {
      return new Failure("its directory does not exist");
    }
    if (e instanceof AccessDeniedException) {
      return new Failure("permission denied");
    }
    if (e instanceof ClosedByInterruptException || e instanceof FileLockInterruptionException) {
      return new Failure("interrupted");
    }
    var reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return new Failure(reason == null ? e.getClass().getSimpleName() : reason);
  }

  FileException toWrite(Path path) {
    return new FileException("cannot write " + path + ": " + words());
  }

  FileException toRead(Path path) {
    return new FileException("cannot read " + path + ": " + words());
  }

  FileException toRemove(Path path) {
    return new FileException("cannot remove " + path + ": " + words());
  }

  private String words() {
    var lower = reason.toLowerCase(Locale.ROOT);
    return ADVICE.getOrDefault(lower, lower);
  }
}
