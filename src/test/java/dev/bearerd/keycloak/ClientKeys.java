package dev.bearerd.keycloak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The key pairs with which clients sign, made for one run: private keys as files of every format,
 * public keys as a JWK set in which a key's id is its algorithm.
 */
final class ClientKeys {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final HexFormat HEX = HexFormat.of();

  private final KeyPair rsa;
  private final KeyPair ec;

  private ClientKeys(KeyPair rsa, KeyPair ec) {
    this.rsa = rsa;
    this.ec = ec;
  }

  /** Makes them; files are named by the kind of key and the format. */
  static ClientKeys in(Path directory) {
    var rsa = new Keytool(directory.resolve("rsa.p12"));
    var ec = new Keytool(directory.resolve("ec.p12"));
    rsa.generate("client", "RSA", "CN=client", "-keysize", "2048");
    ec.generate("client", "EC", "CN=client", "-groupname", "secp256r1");
    var keys = new ClientKeys(rsa.pair("client"), ec.pair("client"));
    keys.write(directory);
    return keys;
  }

  private void write(Path directory) {
    try {
      Files.writeString(directory.resolve("rsa-pkcs8.pem"), pkcs8(rsa));
      Files.writeString(directory.resolve("rsa-pkcs1.pem"), pkcs1());
      Files.writeString(directory.resolve("ec-pkcs8.pem"), pkcs8(ec));
      Files.writeString(directory.resolve("ec-sec1.pem"), sec1());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The public keys (RFC 7517). */
  String keySet() {
    var rsaKey = (RSAPublicKey) rsa.getPublic();
    var ecKey = (ECPublicKey) ec.getPublic();
    var modulus = "\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"";
    var point = "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"";
    var rsaMembers = modulus.formatted(text(rsaKey.getModulus()), text(rsaKey.getPublicExponent()));
    var w = ecKey.getW();
    var ecMembers = point.formatted(text(w.getAffineX(), 32), text(w.getAffineY(), 32));
    return "{\"keys\":[%s,%s,%s]}"
        .formatted(key("RS256", rsaMembers), key("PS256", rsaMembers), key("ES256", ecMembers));
  }

  /** The public RSA key in base64, as Keycloak's identity providers are given it. */
  String rsaPublicKey() {
    return Base64.getEncoder().encodeToString(rsa.getPublic().getEncoded());
  }

  /**
   * Signs a JWT with RS256.
   *
   * @param claims as JSON
   */
  String sign(String claims) {
    try {
      var signed =
          part("{\"alg\":\"RS256\",\"kid\":\"RS256\",\"typ\":\"JWT\"}") + "." + part(claims);
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(rsa.getPrivate());
      signature.update(signed.getBytes(UTF_8));
      return signed + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(String json) {
    return BASE64.encodeToString(json.getBytes(UTF_8));
  }

  private static String key(String algorithm, String members) {
    return "{\"use\":\"sig\",\"kid\":\"%1$s\",\"alg\":\"%1$s\",%2$s}".formatted(algorithm, members);
  }

  private static String text(BigInteger number) {
    return text(number, (number.bitLength() + 7) / 8);
  }

  private static String text(BigInteger number, int length) {
    return BASE64.encodeToString(bytes(number, length));
  }

  /** Without the byte of a sign, and with leading zeros. */
  private static byte[] bytes(BigInteger number, int length) {
    return HEX.parseHex(("%0" + 2 * length + "x").formatted(number));
  }

  private static String pkcs8(KeyPair pair) {
    return Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  /** PKCS#8 wraps PKCS#1 in 26 bytes where the key has 2048 bits. */
  private String pkcs1() {
    var encoded = rsa.getPrivate().getEncoded();
    return Pem.write("RSA PRIVATE KEY", Arrays.copyOfRange(encoded, 26, encoded.length));
  }

  /** RFC 5915, with the curve P-256 and without the public key. */
  private String sec1() {
    var number = ((ECPrivateKey) ec.getPrivate()).getS();
    var key = HEX.formatHex(bytes(number, 32));
    var curve = "a00a06082a8648ce3d030107";
    return Pem.write("EC PRIVATE KEY", HEX.parseHex("3031020101" + "0420" + key + curve));
  }
}
