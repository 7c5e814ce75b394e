package dev.bearerd.key;

import dev.bearerd.token.TokenException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one private key of a PEM text: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017) or SEC1 (RFC 5915), RSA
 * or EC. Certificates may stand beside it.
 */
public final class PemPrivateKey {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] VERSION_0 = HEX.parseHex("020100");

  /** The AlgorithmIdentifier of RSA, whole. */
  private static final byte[] RSA = HEX.parseHex("300d06092a864886f70d0101010500");

  /** The object identifier of EC; in its AlgorithmIdentifier the curve follows. */
  private static final byte[] EC = HEX.parseHex("06072a8648ce3d0201");

  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "2a864886f70d010101", "RSA",
          "2a8648ce3d0201", "EC",
          "2a864886f70d01010a", "RSASSA-PSS",
          "2a8648ce380401", "DSA",
          "2b656e", "X25519",
          "2b6570", "Ed25519",
          "2b6571", "Ed448");

  private final KeyFile file;
  private final List<PemBlock> blocks;

  private PemPrivateKey(KeyFile file, List<PemBlock> blocks) {
    this.file = file;
    this.blocks = blocks;
  }

  /**
   * The key of a text.
   *
   * @param file that the text is from
   * @throws TokenException when there is none in it that can be used
   */
  public static PrivateKey read(KeyFile file, String text) {
    var pem = new PemPrivateKey(file, PemBlock.in(text));
    return supported(file, pem.decoded(pem.only()));
  }

  static PrivateKey supported(KeyFile file, PrivateKey key) {
    if (!Set.of("RSA", "EC").contains(key.getAlgorithm())) {
      throw file.failure(
          "holds a key of type " + key.getAlgorithm() + "; make one of type RSA, or EC on P-256");
    }
    return key;
  }

  private PemBlock only() {
    var keys = blocks.stream().filter(PemBlock::isPrivateKey).toList();
    if (keys.isEmpty()) {
      throw file.failure("holds " + instead());
    }
    if (keys.size() > 1) {
      throw file.failure("holds " + keys.size() + " private keys; leave only one in it");
    }
    return keys.get(0);
  }

  private String instead() {
    if (blocks.isEmpty()) {
      return "no private key in PEM (-----BEGIN PRIVATE KEY----- and its END line)";
    }
    if (blocks.stream().anyMatch(block -> block.label().endsWith("PUBLIC KEY"))) {
      return "a public key; name the file of the private key that belongs to it";
    }
    if (blocks.stream().anyMatch(block -> block.label().equals("CERTIFICATE"))) {
      return "a certificate and no private key; name the file of its private key";
    }
    return "no private key; name the file of one";
  }

  private PrivateKey decoded(PemBlock block) {
    if (block.isEncrypted()) {
      throw file.failure("is encrypted; decrypt it with: openssl pkey -in FILE -out NEW-FILE");
    }
    if (block.label().equals("OPENSSH PRIVATE KEY")) {
      throw file.failure(
          "holds a key of OpenSSH; rewrite a copy with: ssh-keygen -p -m PKCS8 -f COPY");
    }
    try {
      return generated(pkcs8(block));
    } catch (GeneralSecurityException | RuntimeException e) { // they may quote what they read
      throw file.failure(
          "holds a private key that cannot be read: damaged, or of a type or curve that is not"
              + " supported; make one of type RSA, or EC on P-256");
    }
  }

  private byte[] pkcs8(PemBlock block) throws NoSuchAlgorithmException {
    var bytes = block.bytes();
    return switch (block.label()) {
      case "PRIVATE KEY" -> bytes;
      case "RSA PRIVATE KEY" -> pkcs8(RSA, bytes);
      case "EC PRIVATE KEY" -> pkcs8(Der.of(Der.SEQUENCE, EC, curve(bytes)).encoded(), bytes);
      default -> throw new NoSuchAlgorithmException("unknown");
    };
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    var octets = Der.of(Der.OCTET_STRING, key).encoded();
    return Der.of(Der.SEQUENCE, VERSION_0, algorithm, octets).encoded();
  }

  /** Named in the key, or in a block of its own. */
  private byte[] curve(byte[] sec1) {
    return Der.read(sec1).children().stream()
        .filter(part -> part.tag() == Der.CONTEXT_0)
        .map(Der::content)
        .findFirst()
        .or(this::parameters)
        .orElseThrow(() -> new IllegalArgumentException("no curve"));
  }

  private Optional<byte[]> parameters() {
    return blocks.stream()
        .filter(block -> block.label().equals("EC PARAMETERS"))
        .map(PemBlock::bytes)
        .findFirst();
  }

  private static PrivateKey generated(byte[] pkcs8) throws GeneralSecurityException {
    var algorithm = Der.read(pkcs8).children().get(1).children().get(0).content();
    return KeyFactory.getInstance(ALGORITHMS.getOrDefault(HEX.formatHex(algorithm), "unknown"))
        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }
}
