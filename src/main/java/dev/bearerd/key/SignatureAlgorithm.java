package dev.bearerd.key;

import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Optional;

/** How a JWT is signed (RFC 7518 section 3.1), and with which keys. */
public enum SignatureAlgorithm {
  RS256,
  PS256,
  ES256;

  private static final int LEAST_RSA_BITS = 2048;

  /** Of the curve P-256 (FIPS 186-4 section D.1.2.3); others have 256 bits as well. */
  private static final BigInteger P256_ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  /** The one that a key is for where nobody says another; whether the key fits is not said. */
  public static SignatureAlgorithm usual(PrivateKey key) {
    return key instanceof ECKey ? ES256 : RS256;
  }

  public boolean fits(PrivateKey key) {
    return objection(key).isEmpty();
  }

  /** What speaks against a key, and what to do; empty where it fits. */
  public Optional<String> objection(PrivateKey key) {
    return this == ES256 ? ecObjection(key) : rsaObjection(key);
  }

  private Optional<String> rsaObjection(PrivateKey key) {
    if (!(key instanceof RSAKey rsa)) {
      return wrongType(key, "an RSA key");
    }
    var bits = rsa.getModulus().bitLength();
    return bits >= LEAST_RSA_BITS
        ? Optional.empty()
        : Optional.of(
            "holds an RSA key of %d bits; %s needs at least %d"
                .formatted(bits, this, LEAST_RSA_BITS));
  }

  private Optional<String> ecObjection(PrivateKey key) {
    if (!(key instanceof ECKey ec)) {
      return wrongType(key, "an EC key on P-256");
    }
    return ec.getParams().getOrder().equals(P256_ORDER)
        ? Optional.empty()
        : Optional.of("holds an EC key on a curve other than P-256, which " + this + " needs");
  }

  private Optional<String> wrongType(PrivateKey key, String needed) {
    return Optional.of(
        "holds a key of type %s; %s needs %s, or set another signature-algorithm"
            .formatted(key.getAlgorithm(), this, needed));
  }
}
