package dev.bearerd.key;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** The certificates of a PEM file, in its order; anything else in it is passed over. */
final class PemCertificates {
  private static final int MAX_KIBIBYTES = 4 * 1024;

  private PemCertificates() {}

  /** One or more. */
  static List<X509Certificate> read(KeyFile file) {
    var blocks =
        PemBlock.in(file.text(MAX_KIBIBYTES)).stream()
            .filter(block -> block.label().equals("CERTIFICATE"))
            .toList();
    if (blocks.isEmpty()) {
      throw file.failure("holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
    }
    return blocks.stream().map(block -> certificate(file, block)).toList();
  }

  private static X509Certificate certificate(KeyFile file, PemBlock block) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.bytes()));
    } catch (CertificateException | RuntimeException e) { // they may quote what they read
      throw file.failure("holds a certificate that cannot be read");
    }
  }
}
