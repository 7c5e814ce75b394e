package dev.bearerd.token;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where a secret is to be found. It is looked up at each use, so that rotation needs no reload. */
public sealed interface SecretRef {

  /**
   * The secret as it is now.
   *
   * @throws TokenException of kind {@link TokenException.Kind#TRANSIENT} when it cannot be read
   */
  Secret resolve();

  /** A secret that was written into the configuration, or expanded from the environment. */
  record Literal(Secret value) implements SecretRef {
    @Override
    public Secret resolve() {
      return value;
    }
  }

  /**
   * A secret in a file.
   *
   * @param key the configuration key that names the file, for messages
   * @param path the file; one trailing line break is dropped
   */
  record File(String key, Path path) implements SecretRef {
    private static final int MAX_BYTES = 64 * 1024;

    @Override
    public Secret resolve() {
      var text = read().replaceFirst("\\r?\\n$", "");
      if (text.isEmpty()) {
        throw unreadable("is empty");
      }
      if (text.chars().anyMatch(Character::isISOControl)) {
        throw unreadable("has several lines or a control character; a secret is one line");
      }
      return new Secret(text);
    }

    private String read() {
      try {
        if (Files.size(path) > MAX_BYTES) {
          throw unreadable("is larger than 64 KiB");
        }
        return Files.readString(path, StandardCharsets.UTF_8);
      } catch (NoSuchFileException e) {
        throw unreadable("does not exist");
      } catch (AccessDeniedException e) {
        throw unreadable("may not be read by this user");
      } catch (MalformedInputException e) {
        throw unreadable("is not UTF-8 text");
      } catch (IOException e) {
        throw unreadable(
            Files.isDirectory(path) ? "is a directory" : "cannot be read: " + e.getMessage());
      }
    }

    private TokenException unreadable(String why) {
      return TokenException.local(key + " " + path + " " + why);
    }
  }
}
