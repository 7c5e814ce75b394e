package dev.bearerd.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that openssl writes, where it is installed. */
class OpensslKeysIT {
  private static final String SELF_SIGNED = "req -x509 -newkey rsa:2048 -nodes -subj /CN=x";

  private final Path directory;

  OpensslKeysIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void needsOpenssl() throws InterruptedException {
    assumeTrue(isInstalled(), "openssl is not installed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key",
        "genrsa -traditional -out key 2048",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key",
        "ecparam -name prime256v1 -genkey -out key",
        "ecparam -name prime256v1 -genkey -noout -out key"
      })
  void areRead(String command) throws Exception {
    openssl(command);

    assertThat(read(Optional.empty()).getAlgorithm()).isIn("RSA", "EC");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "genrsa -traditional -aes128 -passout pass:marked -out key 2048",
        "genpkey -algorithm RSA -aes-128-cbc -pass pass:marked -out key"
      })
  void areRefusedWhenEncrypted(String command) throws Exception {
    openssl(command);

    assertThatThrownBy(() -> read(Optional.empty()))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("is encrypted; decrypt it with: openssl pkey -in FILE");
  }

  @Test
  void areDecryptedAsTheMessageSays() throws Exception {
    openssl("genpkey -algorithm RSA -aes-128-cbc -pass pass:marked -out locked");

    openssl("pkey -in locked -passin pass:marked -out key");

    assertThat(read(Optional.empty()).getAlgorithm()).isEqualTo("RSA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1"})
  void areReadAsPkcs12(String how) throws Exception {
    openssl(SELF_SIGNED + " -keyout pem -out crt");

    openssl("pkcs12 -export -inkey pem -in crt -passout pass:marked -out key" + how);

    assertThat(read(Optional.of("marked")).getAlgorithm()).isEqualTo("RSA");
    assertThatThrownBy(() -> read(Optional.of("other")))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("is not opened by its password");
  }

  private PrivateKey read(Optional<String> password) {
    var ref = password.<SecretRef>map(text -> new SecretRef.Literal(new Secret(text)));
    return new PrivateKeyFile("private-key-file", directory.resolve("key"), ref).read();
  }

  private void openssl(String arguments) throws IOException, InterruptedException {
    var command = ("openssl " + arguments).split(" ", -1);
    var process =
        new ProcessBuilder(List.of(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static boolean isInstalled() throws InterruptedException {
    try {
      return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
