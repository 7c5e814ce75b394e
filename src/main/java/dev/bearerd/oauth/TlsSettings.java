package dev.bearerd.oauth;

import dev.bearerd.token.TokenException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a server's certificate is checked.
 *
 * @param caFile PEM file of the certificates to trust instead of the system's
 * @param insecureSkipVerify whether any certificate of anybody will do
 */
public record TlsSettings(Optional<Path> caFile, boolean insecureSkipVerify) {
  /** The system's certificates are trusted. */
  public static final TlsSettings SYSTEM = new TlsSettings(Optional.empty(), false);

  /**
   * Looks whether the CA file can be used.
   *
   * @throws TokenException with the reason why it cannot
   */
  public void check() {
    caFile.ifPresent(path -> new CaFile(path).trustStore());
  }
}
