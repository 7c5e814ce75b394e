package dev.bearerd.token;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Supplier;

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
   * A secret that something else keeps.
   *
   * @param key the configuration key that names the place, for messages
   * @param place names it for the operator; one trailing line break is dropped of what is there
   * @param lookup reads it at each use, or throws a {@link TokenException}
   */
  record Kept(String key, String place, Supplier<byte[]> lookup) implements SecretRef {
    @Override
    public Secret resolve() {
      return OneLine.of(lookup.get(), why -> TokenException.local(key + " " + place + " " + why));
    }
  }

  /**
   * A secret in a file.
   *
   * @param key the configuration key that names the file, for messages
   * @param path the file; one trailing line break is dropped
   */
  record File(String key, Path path) implements SecretRef {

    @Override
    public Secret resolve() {
      return OneLine.of(read(), this::unreadable);
    }

    private byte[] read() {
      try {
        if (Files.size(path) > OneLine.MAX_BYTES) {
          throw unreadable("is larger than 64 KiB");
        }
        return Files.readAllBytes(path);
      } catch (NoSuchFileException e) {
        throw unreadable("does not exist");
      } catch (AccessDeniedException e) {
        throw unreadable("may not be read by this user");
      } catch (IOException e) {
        throw unreadable(
            Files.isDirectory(path)
                ? "is a directory"
                : "cannot be read (" + e.getClass().getSimpleName() + ")");
      }
    }

    /** Some write the secret itself where its file should be named. */
    private TokenException unreadable(String why) {
      return TokenException.local(key + " " + (path.isAbsolute() ? path + " " : "") + why);
    }
  }
}
