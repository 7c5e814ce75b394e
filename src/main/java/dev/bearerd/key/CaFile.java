package dev.bearerd.key;

import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** A PEM file of certificates to trust; anything else in it is passed over. */
public record CaFile(Path path) {

  public FileVersion version() {
    return file().version();
  }

  /**
   * The certificates as they are now.
   *
   * @throws TokenException which says what is wrong with the file
   */
  public KeyStore trustStore() {
    var certificates = PemCertificates.read(file());
    try {
      var store = KeyStore.getInstance("JKS");
      store.load(null, null);
      for (var certificate : certificates) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw file().failure("cannot be used (" + e.getClass().getSimpleName() + ")");
    }
  }

  private KeyFile file() {
    return new KeyFile("tls.ca-file", path);
  }
}
