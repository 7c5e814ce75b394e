package dev.bearerd.kit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/** An RSA key in the files that systems hand out, and what is signed with it. */
public final class SigningKeys {
  private static final KeyPair RSA = generated("RSA", 2048);
  private static final KeyPair EC = generated("EC", 256);

  private SigningKeys() {}

  /** As PKCS#8 in PEM. */
  public static String pem() {
    return pem(RSA.getPrivate());
  }

  /** One that RS256 cannot use. */
  public static String ecPem() {
    return pem(EC.getPrivate());
  }

  /** The document of a Google service account with this key. */
  public static String serviceAccount() {
    return serviceAccount("service_account", pem());
  }

  public static String serviceAccount(String type, String key) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", type)
        .put("project_id", "example")
        .put("private_key_id", "key-1")
        .put("private_key", key)
        .put("client_email", "orders@example.iam.gserviceaccount.com")
        .put("token_uri", "https://elsewhere.example.com/token")
        .toString();
  }

  /** What a JWT says, once it is proved that the key has signed it by RS256. */
  public static JsonNode claims(String jwt) {
    var parts = jwt.split("\\.", -1);
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(RSA.getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(US_ASCII));
      if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
        throw new AssertionError("not signed with the key");
      }
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    return json(parts[1]);
  }

  public static JsonNode header(String jwt) {
    return json(jwt.split("\\.", -1)[0]);
  }

  private static JsonNode json(String part) {
    try {
      return new ObjectMapper().readTree(new String(Base64.getUrlDecoder().decode(part), US_ASCII));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  static String pem(Key key) {
    var body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(key.getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }

  private static KeyPair generated(String algorithm, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
