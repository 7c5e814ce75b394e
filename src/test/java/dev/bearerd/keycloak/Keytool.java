package dev.bearerd.keycloak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A PKCS#12 file of key pairs, made by the program keytool.
 *
 * @param file need not exist
 */
record Keytool(Path file) {
  /** Of files that live as long as the tests. */
  static final String PASSWORD = "changeit";

  /**
   * Generates a key pair and a certificate.
   *
   * @param options more options of {@code keytool -genkeypair}
   */
  void generate(String alias, String algorithm, String subject, String... options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-keyalg", algorithm));
    command.addAll(List.of("-dname", subject, "-keystore", file.toString()));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of(options));
    run(command);
  }

  Certificate certificate(String alias) {
    try {
      return load().getCertificate(alias);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  KeyPair pair(String alias) {
    try {
      var key = (PrivateKey) load().getKey(alias, PASSWORD.toCharArray());
      return new KeyPair(certificate(alias).getPublicKey(), key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore load() {
    try (var stream = Files.newInputStream(file)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(stream, PASSWORD.toCharArray());
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("unusable: " + file, e);
    }
  }

  private static void run(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool failed: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
