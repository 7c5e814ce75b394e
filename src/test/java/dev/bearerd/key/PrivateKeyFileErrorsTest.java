package dev.bearerd.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrivateKeyFileErrorsTest {
  private static final String RSA = Keys.pkcs8(Keys.RSA.getPrivate());
  private static final String DAMAGED = "holds a private key that cannot be read: damaged";

  /** A curve of which the JDK knows nothing. */
  private static final String SM2 = "06082a811ccf5501822d";

  private static final String NOT_OPENED = "is not opened by its password";

  private final Path path;

  PrivateKeyFileErrorsTest(@TempDir Path directory) {
    this.path = directory.resolve("key");
  }

  static Stream<Arguments> texts() throws GeneralSecurityException {
    var encoded = Keys.RSA.getPrivate().getEncoded();
    var withoutCurve = Keys.pem("EC PRIVATE KEY", Keys.inner(Keys.EC.getPrivate()));
    var ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
    return Stream.of(
        Arguments.of("is empty", ""),
        Arguments.of("is larger than 64 KiB", RSA + "#".repeat(64 * 1024)),
        Arguments.of("holds no private key in PEM", "marked text\n"),
        Arguments.of("holds no private key in PEM", RSA.substring(0, RSA.length() / 2)),
        Arguments.of("holds no private key in PEM", new String(encoded, ISO_8859_1).substring(4)),
        Arguments.of(DAMAGED, RSA.replaceFirst("\nMII", "\nM!I")),
        Arguments.of(DAMAGED, RSA.replaceFirst("\nMII", "\n")),
        Arguments.of(DAMAGED, Keys.pem("PRIVATE KEY", "marked content".getBytes(ISO_8859_1))),
        Arguments.of(DAMAGED, Keys.pem("RSA PRIVATE KEY", encoded)),
        Arguments.of(DAMAGED, Keys.pem("EC PRIVATE KEY", encoded)),
        Arguments.of(DAMAGED, Keys.pem("DSA PRIVATE KEY", encoded)),
        Arguments.of(DAMAGED, Keys.pem("PRIVATE KEY", new byte[0])),
        Arguments.of(DAMAGED, Keys.onCurve(SM2)),
        Arguments.of(DAMAGED, withoutCurve),
        Arguments.of("is encrypted; decrypt it", Keys.pem("ENCRYPTED PRIVATE KEY", encoded)),
        Arguments.of("is encrypted; decrypt it", oldEncrypted()),
        Arguments.of("holds a public key", Keys.pem("PUBLIC KEY", publicKey())),
        Arguments.of("holds a public key", Keys.pem("RSA PUBLIC KEY", publicKey())),
        Arguments.of("holds a certificate and no", certificate()),
        Arguments.of("holds no private key; name", Keys.pem("EC PARAMETERS", Keys.P256)),
        Arguments.of("holds a key of type DSA", Keys.pkcs8(dsa())),
        Arguments.of("holds a key of type EdDSA", Keys.pkcs8(ed25519)),
        Arguments.of("holds a key of OpenSSH", Keys.pem("OPENSSH PRIVATE KEY", encoded)),
        Arguments.of("holds 2 private keys", RSA + Keys.sec1(Keys.EC.getPrivate())));
  }

  static Stream<Arguments> pkcs12Files() throws IOException, GeneralSecurityException {
    var good = Pkcs12Files.of(List.of(Keys.RSA));
    var password = Optional.of(Pkcs12Files.PASSWORD);
    var neither = "is neither PEM nor a PKCS#12 file that can be read";
    return Stream.of(
        Arguments.of("looks like PKCS#12, for which", good, Optional.empty()),
        Arguments.of(NOT_OPENED, good, Optional.of("marked-wrong")),
        Arguments.of(NOT_OPENED, good, Optional.of("")),
        Arguments.of("holds 0 private keys", Pkcs12Files.withoutKey(), password),
        Arguments.of(
            "holds 2 private keys", Pkcs12Files.of(List.of(Keys.RSA, Keys.OTHER_RSA)), password),
        Arguments.of(neither, Keys.RSA.getPrivate().getEncoded(), password),
        Arguments.of(neither, new byte[] {Der.SEQUENCE}, password));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void saysWhatIsWrongWithAFile(String expected, String text) throws IOException {
    var content = text.getBytes(ISO_8859_1);
    Files.write(path, content);
    var file = new PrivateKeyFile("private-key-file", path, Optional.empty());

    assertThat(Refusal.message(content, file::check))
        .startsWith("private-key-file " + path + " " + expected);
  }

  @ParameterizedTest
  @MethodSource("pkcs12Files")
  void saysWhatIsWrongWithAPkcs12File(String expected, byte[] content, Optional<String> password)
      throws IOException {
    Files.write(path, content);
    var ref = password.<SecretRef>map(text -> new SecretRef.Literal(new Secret(text)));
    var file = new PrivateKeyFile("private-key-file", path, ref);

    assertThat(Refusal.message(content, file::check))
        .startsWith("private-key-file " + path + " " + expected)
        .doesNotContain("marked-wrong");
  }

  @Test
  void namesTheFileThatIsMissing() {
    var file = new PrivateKeyFile("private-key-file", path, Optional.empty());

    assertThat(Refusal.message(new byte[0], file::read)).endsWith(path + " does not exist");
    assertThat(Refusal.message(new byte[0], file::version)).endsWith(path + " does not exist");
  }

  @Test
  void namesTheDirectory() throws IOException {
    Files.createDirectory(path);
    var file = new PrivateKeyFile("private-key-file", path, Optional.empty());

    assertThat(Refusal.message(new byte[0], file::read)).endsWith(path + " is a directory");
  }

  @Test
  void namesTheFileThatMayNotBeRead() throws IOException {
    Files.writeString(path, RSA);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(path), "root reads everything");
    var file = new PrivateKeyFile("private-key-file", path, Optional.empty());

    assertThat(Refusal.message(RSA.getBytes(ISO_8859_1), file::read))
        .endsWith(path + " may not be read by this user");
  }

  @Test
  void keepsTheKeyToItselfThatStandsInThePlaceOfItsFile() {
    var key = "MIIEvQIBADANBgkqhkiG9w0BAQ";

    assertThatThrownBy(
            () -> new PrivateKeyFile("private-key-file", Path.of(key), Optional.empty()).read())
        .isInstanceOf(TokenException.class)
        .hasMessage("private-key-file does not exist");
  }

  private static String oldEncrypted() {
    var headers = "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899\n\n";
    return Keys.pkcs1(Keys.RSA.getPrivate()).replaceFirst("-----\n", headers);
  }

  private static byte[] publicKey() {
    return Keys.RSA.getPublic().getEncoded();
  }

  private static String certificate() throws GeneralSecurityException {
    return Certificates.pem(Certificates.selfSigned(Keys.RSA));
  }

  private static PrivateKey dsa() {
    return Keys.generated("DSA", 2048).getPrivate();
  }
}
