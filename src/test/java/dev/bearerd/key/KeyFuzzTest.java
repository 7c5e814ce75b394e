package dev.bearerd.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files in which bytes were altered are read, or refused in our words; nothing else happens. */
class KeyFuzzTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final SignedJwt JWT =
      new SignedJwt("us", Optional.empty(), Optional.empty(), Duration.ofMinutes(5), Map.of());

  private final Path path;
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);

  KeyFuzzTest(@TempDir Path directory) {
    this.path = directory.resolve("key");
  }

  static Stream<Arguments> files() throws IOException, GeneralSecurityException {
    var rsa = Keys.RSA.getPrivate();
    var ec = Keys.EC.getPrivate();
    return Stream.of(
        Arguments.of(100, text(Keys.pkcs8(rsa))),
        Arguments.of(100, text(Keys.pkcs1(rsa))),
        Arguments.of(100, text(Keys.pkcs8(ec))),
        Arguments.of(100, text(Keys.sec1(ec))),
        Arguments.of(100, text(Keys.sec1WithParameters(ec))),
        Arguments.of(20, Pkcs12Files.of(List.of(Keys.RSA))));
  }

  static Stream<Arguments> encodedKeys() {
    return Stream.of(
        Arguments.of("PRIVATE KEY", Keys.RSA.getPrivate().getEncoded()),
        Arguments.of("PRIVATE KEY", Keys.EC.getPrivate().getEncoded()),
        Arguments.of("RSA PRIVATE KEY", Keys.inner(Keys.RSA.getPrivate())),
        Arguments.of("EC PRIVATE KEY", Keys.inner(Keys.EC.getPrivate())));
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsOrRefusesAlteredFiles(int rounds, byte[] valid) throws IOException {
    for (var round = 0; round < rounds; round++) {
      readOrRefuse(altered(valid));
    }
  }

  @ParameterizedTest
  @MethodSource("encodedKeys")
  void readsOrRefusesAlteredKeys(String label, byte[] valid) throws IOException {
    for (var round = 0; round < 200; round++) {
      readOrRefuse(text(Keys.pem(label, altered(valid))));
    }
  }

  @ParameterizedTest
  @MethodSource("certificates")
  void readsOrRefusesAlteredCertificates(byte[] valid) throws IOException {
    var key = Files.writeString(path.resolveSibling("rsa"), Keys.pkcs8(Keys.RSA.getPrivate()));
    for (var round = 0; round < 100; round++) {
      Files.writeString(path, Keys.pem("CERTIFICATE", altered(valid)));
      unlessRefused(() -> new ClientCertificate(path, key).check(NOW));
    }
  }

  static Stream<byte[]> certificates() throws GeneralSecurityException {
    return Stream.of(
        Certificates.selfSigned(Keys.RSA).getEncoded(),
        Certificates.selfSigned(Keys.EC).getEncoded());
  }

  private void readOrRefuse(byte[] content) throws IOException {
    Files.write(path, content);
    var password = new SecretRef.Literal(new Secret(Pkcs12Files.PASSWORD));
    var file = new PrivateKeyFile("private-key-file", path, Optional.of(password));
    unlessRefused(() -> sign(file));
  }

  private void sign(PrivateKeyFile file) {
    var key = new SigningKey(file.file(), file.read(), Optional.empty(), Optional.empty());
    JWT.sign(key, InstantSource.fixed(NOW), random);
  }

  private static void unlessRefused(Runnable use) {
    try {
      use.run();
    } catch (TokenException e) {
      assertThat(e).hasNoCause().hasNoSuppressedExceptions();
    }
  }

  private byte[] altered(byte[] valid) {
    var bytes = valid.clone();
    for (var i = random.nextInt(1, 5); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static byte[] text(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
