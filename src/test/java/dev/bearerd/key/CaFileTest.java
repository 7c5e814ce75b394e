package dev.bearerd.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaFileTest {
  private final Path directory;

  CaFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void trustsEveryCertificateOfTheFileAndPassesOverTheRest() throws Exception {
    var pem = pem(systemCertificates(2));
    var path = write("# comment\n" + pem + "-----BEGIN PRIVATE KEY-----\nAA==\n");

    var store = new CaFile(path).trustStore();

    assertThat(store.size()).isEqualTo(2);
  }

  @Test
  void changesItsVersionWhenTheFileIsWrittenAnew() throws IOException {
    var path = write("a");
    var before = new CaFile(path).version();

    Files.writeString(path, "ab");

    assertThat(new CaFile(path).version()).isNotEqualTo(before);
  }

  @Test
  void namesTheFileThatDoesNotExist() {
    var path = directory.resolve("none.pem");

    assertThatThrownBy(() -> new CaFile(path).version())
        .isInstanceOf(TokenException.class)
        .hasMessage("tls.ca-file " + path + " does not exist");
    assertThatThrownBy(() -> new CaFile(path).trustStore()).hasMessageEndingWith("does not exist");
  }

  @Test
  void namesTheFileWithoutCertificate() throws IOException {
    var path = write("hello");

    assertThatThrownBy(() -> new CaFile(path).trustStore())
        .isInstanceOf(TokenException.class)
        .hasMessageStartingWith("tls.ca-file " + path + " holds no certificate");
  }

  @Test
  void namesTheFileWithABrokenCertificate() throws IOException {
    var path = write("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

    assertThatThrownBy(() -> new CaFile(path).trustStore())
        .hasMessage("tls.ca-file " + path + " holds a certificate that cannot be read");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("ca.pem"), text);
  }

  private static Iterable<byte[]> systemCertificates(int count) throws Exception {
    var file = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    var store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
    var certificates = new ArrayList<byte[]>();
    for (var alias : Collections.list(store.aliases()).subList(0, count)) {
      certificates.add(store.getCertificate(alias).getEncoded());
    }
    return certificates;
  }

  private static String pem(Iterable<byte[]> certificates) {
    var encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    var text = new StringBuilder();
    for (var certificate : certificates) {
      text.append("-----BEGIN CERTIFICATE-----\n")
          .append(encoder.encodeToString(certificate))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return text.toString();
  }
}
