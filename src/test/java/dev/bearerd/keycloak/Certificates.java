package dev.bearerd.keycloak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority that is made for one run, and what it signs: PEM files in a directory.
 */
final class Certificates {
  private static final String CA = "ca";

  /** What ES256 needs; the curve that keytool chooses differs from JDK to JDK. */
  private static final String CURVE = "secp256r1";

  private final Path directory;
  private final Keytool keytool;

  private Certificates(Path directory) {
    this.directory = directory;
    this.keytool = new Keytool(directory.resolve("authority.p12"));
  }

  /** A certificate and its private key (PKCS#8). */
  record Pair(Path certificate, Path key) {}

  /** Makes the authority. */
  static Certificates in(Path directory) {
    var made = new Certificates(directory);
    made.keytool.generate(CA, "EC", "CN=bearerd test CA", "-groupname", CURVE, "-ext", "bc:c");
    made.write(CA);
    return made;
  }

  /** For {@code tls.ca-file}. */
  Path authority() {
    return directory.resolve(CA + ".pem");
  }

  /**
   * Signs a certificate.
   *
   * @param options of {@code keytool -genkeypair}
   */
  Pair sign(String name, String subject, String... options) {
    var all = new ArrayList<>(List.of("-signer", CA, "-groupname", CURVE));
    all.addAll(List.of(options));
    keytool.generate(name, "EC", subject, all.toArray(String[]::new));
    return write(name);
  }

  /** What a server may call a certificate by (RFC 8705 section 3.1). */
  static String thumbprint(Pair pair) {
    try (var file = Files.newInputStream(pair.certificate)) {
      var certificate = CertificateFactory.getInstance("X.509").generateCertificate(file);
      var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("unusable: " + pair.certificate, e);
    }
  }

  /** A key store that holds nothing but the authority's certificate. */
  Path trustStore() {
    var file = directory.resolve("trusted.p12");
    try (var stream = Files.newOutputStream(file)) {
      trusted().store(stream, Keytool.PASSWORD.toCharArray());
      return file;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot write " + file, e);
    }
  }

  /** Trusts the authority, and nobody else. */
  SSLContext context() {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted());
      var context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore trusted() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(CA, keytool.certificate(CA));
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Pair write(String name) {
    var pair = new Pair(directory.resolve(name + ".pem"), directory.resolve(name + ".key"));
    try {
      var certificate = keytool.certificate(name).getEncoded();
      Files.writeString(pair.certificate, Pem.write("CERTIFICATE", certificate));
      Files.writeString(
          pair.key, Pem.write("PRIVATE KEY", keytool.pair(name).getPrivate().getEncoded()));
      return pair;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot write " + name, e);
    }
  }
}
