package dev.bearerd.key;

import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Optional;

/** A private key with the algorithm that it signs with, which fits it. Prints without the key. */
public final class SigningKey {
  private final KeyFile file;
  private final PrivateKey key;
  private final SignatureAlgorithm algorithm;
  private final Optional<String> id;

  /**
   * Puts a key to its use.
   *
   * @param file that the key is from
   * @param wanted the algorithm; else the usual one
   * @param id for the header {@code kid}
   * @throws TokenException when the key is none for the algorithm
   */
  public SigningKey(
      KeyFile file, PrivateKey key, Optional<SignatureAlgorithm> wanted, Optional<String> id) {
    this.file = file;
    this.key = key;
    this.algorithm = wanted.orElseGet(() -> SignatureAlgorithm.usual(key));
    this.id = id;
    algorithm
        .objection(key)
        .ifPresent(
            objection -> {
              throw file.failure(objection);
            });
  }

  KeyFile file() {
    return file;
  }

  PrivateKey key() {
    return key;
  }

  /** The key as PKCS#8 in PEM, for libraries that read nothing else. */
  public Secret pem() {
    var lines = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    return new Secret("-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n");
  }

  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  public Optional<String> id() {
    return id;
  }

  @Override
  public String toString() {
    return algorithm + id.map(" "::concat).orElse("");
  }
}
