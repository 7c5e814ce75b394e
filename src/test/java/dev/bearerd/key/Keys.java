package dev.bearerd.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/** Keys of every kind, and the ways in which files write them. */
final class Keys {
  static final KeyPair RSA = rsa(2048);
  static final KeyPair OTHER_RSA = rsa(2048);
  static final KeyPair EC = ec("secp256r1");

  /** The object identifier of P-256. */
  static final byte[] P256 = HexFormat.of().parseHex("06082a8648ce3d030107");

  private static final byte[] VERSION_1 = HexFormat.of().parseHex("020101");

  private Keys() {}

  static KeyPair rsa(int bits) {
    return generated("RSA", bits);
  }

  static KeyPair ec(String curve) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair generated(String algorithm, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(String label, byte[] bytes) {
    var body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  static String pkcs8(Key key) {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  static String pkcs1(PrivateKey key) {
    return pem("RSA PRIVATE KEY", inner(key));
  }

  /** An EC key on P-256 that names its curve. */
  static String sec1(PrivateKey key) {
    var secret = Der.read(inner(key)).children().get(1).encoded();
    var curve = Der.of(Der.CONTEXT_0, P256).encoded();
    return pem("EC PRIVATE KEY", Der.of(Der.SEQUENCE, VERSION_1, secret, curve).encoded());
  }

  /** An EC key on P-256 whose curve stands in a block before it. */
  static String sec1WithParameters(PrivateKey key) {
    return pem("EC PARAMETERS", P256) + pem("EC PRIVATE KEY", inner(key));
  }

  /** An EC key that is said to be on a curve. */
  static String onCurve(String oid) {
    var algorithm = Der.of(Der.SEQUENCE, HexFormat.of().parseHex("06072a8648ce3d0201" + oid));
    var parts = Der.read(EC.getPrivate().getEncoded()).children();
    return pem(
        "PRIVATE KEY",
        Der.of(Der.SEQUENCE, parts.get(0).encoded(), algorithm.encoded(), parts.get(2).encoded())
            .encoded());
  }

  /** What PKCS#8 wraps: PKCS#1, or SEC1 without its curve. */
  static byte[] inner(PrivateKey key) {
    return Der.read(key.getEncoded()).children().get(2).content();
  }
}
