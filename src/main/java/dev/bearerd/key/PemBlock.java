package dev.bearerd.key;

import dev.bearerd.token.Secret;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One block of a PEM text (RFC 7468). What stands between blocks is passed over.
 *
 * @param content what stands between the BEGIN and the END line
 */
record PemBlock(String label, Secret content) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  static List<PemBlock> in(String text) {
    return BLOCK
        .matcher(text)
        .results()
        .map(found -> new PemBlock(found.group(1), new Secret(found.group(2))))
        .toList();
  }

  boolean isPrivateKey() {
    return label.endsWith("PRIVATE KEY");
  }

  /** By PKCS#8 or, as OpenSSL did once, by a header (RFC 1421). */
  boolean isEncrypted() {
    return label.equals("ENCRYPTED PRIVATE KEY")
        || content.reveal().contains("Proc-Type: 4,ENCRYPTED");
  }

  /**
   * @throws IllegalArgumentException when it is no base64
   */
  byte[] bytes() {
    return Base64.getDecoder().decode(content.reveal().replaceAll("\\s", ""));
  }
}
