package dev.bearerd.key;

import dev.bearerd.token.TokenException;
import java.util.Optional;

/**
 * A private key in a file, and what is signed with it; read at each use.
 *
 * @param algorithm the usual one of the key where it is not given
 * @param id for the header {@code kid}
 */
public record SigningKeyFile(
    PrivateKeyFile file, Optional<SignatureAlgorithm> algorithm, Optional<String> id) {

  /**
   * The key as it is now.
   *
   * @throws TokenException when it cannot be read, or is none for the algorithm
   */
  public SigningKey read() {
    return new SigningKey(file.file(), file.read(), algorithm, id);
  }
}
