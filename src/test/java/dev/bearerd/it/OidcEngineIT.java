package dev.bearerd.it;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.io.TempDir;

/** Clients that prove themselves by a JWT that they sign. */
final class OidcEngineIT extends EngineContract {
  private final String key;

  OidcEngineIT(@TempDir Path directory) throws IOException, GeneralSecurityException {
    super(directory);
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    key = Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    place.write("key.pem", "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
  }

  @Override
  String proof() {
    return "private-key-file: \"@DIR@/key.pem\"";
  }

  @Override
  String secret() {
    return key.substring(100, 140);
  }
}
