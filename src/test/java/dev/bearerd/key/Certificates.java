package dev.bearerd.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** Issues certificates (RFC 5280) that are valid for the year 2026, signed by RSA or EC keys. */
final class Certificates {
  static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant UNTIL = Instant.parse("2026-12-31T23:59:59Z");

  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] VERSION_3_SERIAL_1 = HEX.parseHex("a003020102020101");
  private static final byte[] SHA256_RSA = HEX.parseHex("300d06092a864886f70d01010b0500");
  private static final byte[] SHA256_ECDSA = HEX.parseHex("300a06082a8648ce3d040302");
  private static final byte[] COMMON_NAME = HEX.parseHex("0603550403");
  private static final int BIT_STRING = 0x03;
  private static final int UTF8_STRING = 0x0c;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SET = 0x31;

  private Certificates() {}

  static X509Certificate selfSigned(KeyPair pair) {
    return issue("self", pair, "self", pair);
  }

  static X509Certificate issue(String subject, KeyPair pair, String issuer, KeyPair issuerPair) {
    var rsa = issuerPair.getPrivate().getAlgorithm().equals("RSA");
    var algorithm = rsa ? SHA256_RSA : SHA256_ECDSA;
    var content =
        sequence(
            VERSION_3_SERIAL_1,
            algorithm,
            name(issuer),
            sequence(time(FROM), time(UNTIL)),
            name(subject),
            pair.getPublic().getEncoded());
    try {
      var signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
      signature.initSign(issuerPair.getPrivate());
      signature.update(content);
      var signed = Der.of(BIT_STRING, new byte[1], signature.sign()).encoded();
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(sequence(content, algorithm, signed)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(X509Certificate... certificates) throws GeneralSecurityException {
    var text = new StringBuilder();
    for (var certificate : certificates) {
      text.append(Keys.pem("CERTIFICATE", certificate.getEncoded()));
    }
    return text.toString();
  }

  private static byte[] sequence(byte[]... parts) {
    return Der.of(Der.SEQUENCE, parts).encoded();
  }

  private static byte[] name(String commonName) {
    var value = Der.of(UTF8_STRING, commonName.getBytes(US_ASCII)).encoded();
    return sequence(Der.of(SET, sequence(COMMON_NAME, value)).encoded());
  }

  private static byte[] time(Instant time) {
    var format = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    return Der.of(GENERALIZED_TIME, format.format(time).getBytes(US_ASCII)).encoded();
  }
}
