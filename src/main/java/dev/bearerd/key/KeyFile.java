package dev.bearerd.key;

import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file of keys or certificates. It is read as a whole, and only when asked to; each failure names
 * it, and says nothing of what it holds.
 *
 * @param configKey the configuration key that names the file, for messages
 */
public record KeyFile(String configKey, Path path) {

  /**
   * The content, of which PEM uses ASCII only.
   *
   * @throws TokenException when it cannot be read, or is larger than that many KiB
   */
  public String text(int maxKibibytes) {
    return new String(bytes(maxKibibytes), StandardCharsets.ISO_8859_1);
  }

  byte[] bytes(int maxKibibytes) {
    try (var stream = Files.newInputStream(path)) {
      var bytes = stream.readNBytes(maxKibibytes * 1024 + 1);
      if (bytes.length > maxKibibytes * 1024) {
        throw failure("is larger than " + maxKibibytes + " KiB");
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Reads only metadata.
   *
   * @throws TokenException when there is no such file
   */
  public FileVersion version() {
    try {
      return FileVersion.of(path);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Some write the key itself where its file should be named: shown is what surely is a path. */
  public TokenException failure(String why) {
    var named = path.isAbsolute() || Files.exists(path);
    return TokenException.local(configKey + " " + (named ? path + " " : "") + why);
  }

  private TokenException unreadable(IOException e) {
    if (e instanceof NoSuchFileException) {
      return failure("does not exist");
    }
    if (e instanceof AccessDeniedException) {
      return failure("may not be read by this user");
    }
    return failure(
        Files.isDirectory(path)
            ? "is a directory"
            : "cannot be read (" + e.getClass().getSimpleName() + ")");
  }
}
