package dev.bearerd.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bearerd.token.SecretRef;
import dev.bearerd.token.TokenException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Optional;

/**
 * A file with one private key, RSA or EC: PEM, or PKCS#12 with its password. It is read at each
 * use; while it is being rewritten it may be unreadable, which passes.
 *
 * @param configKey the configuration key that names the file, for messages
 */
public record PrivateKeyFile(String configKey, Path path, Optional<SecretRef> password) {
  private static final int MAX_KIBIBYTES = 64;

  /**
   * The key as it is now.
   *
   * @throws TokenException which says what is wrong with the file, and what to do
   */
  public PrivateKey read() {
    var bytes = file().bytes(MAX_KIBIBYTES);
    if (bytes.length == 0) {
      throw file().failure("is empty");
    }
    return isPkcs12(bytes)
        ? pkcs12().read(bytes)
        : PemPrivateKey.read(file(), new String(bytes, ISO_8859_1));
  }

  /**
   * Looks whether the key can be read.
   *
   * @throws TokenException with the reason why it cannot
   */
  public void check() {
    read();
  }

  public FileVersion version() {
    return file().version();
  }

  KeyFile file() {
    return new KeyFile(configKey, path);
  }

  private static boolean isPkcs12(byte[] bytes) {
    return bytes[0] == Der.SEQUENCE && !new String(bytes, ISO_8859_1).contains("-----BEGIN ");
  }

  private Pkcs12 pkcs12() {
    var secret =
        password.orElseThrow(
            () ->
                file()
                    .failure(
                        "looks like PKCS#12, for which a password is needed; set it, or write the"
                            + " key as PEM with: openssl pkcs12 -in FILE -nocerts -nodes -out"
                            + " NEW-FILE (of a key in DER: openssl pkey -inform DER -in FILE -out"
                            + " NEW-FILE)"));
    return new Pkcs12(file(), secret.resolve());
  }
}
