package dev.bearerd.keycloak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;

/** Writes DER as PEM (RFC 7468). */
final class Pem {
  private Pem() {}

  /**
   * One block.
   *
   * @param label for instance {@code CERTIFICATE}
   */
  static String write(String label, byte[] der) {
    var text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(label, text);
  }
}
