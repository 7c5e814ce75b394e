package dev.bearerd.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrivateKeyFileTest {
  private final Path path;

  PrivateKeyFileTest(@TempDir Path directory) {
    this.path = directory.resolve("key.pem");
  }

  static Stream<String> rsa() {
    var key = Keys.RSA.getPrivate();
    return Stream.of(
        Keys.pkcs8(key),
        Keys.pkcs8(key).replace("\n", "\r\n"),
        "Bag Attributes: x\n" + Keys.pkcs8(key) + "-----BEGIN CERTIFICATE-----\nAA==\n",
        Keys.pkcs1(key));
  }

  static Stream<String> ec() {
    var key = Keys.EC.getPrivate();
    return Stream.of(Keys.pkcs8(key), Keys.sec1(key), Keys.sec1WithParameters(key));
  }

  @ParameterizedTest
  @MethodSource("rsa")
  void readsRsaKeys(String pem) throws IOException {
    assertThat(file(pem).read()).isEqualTo(Keys.RSA.getPrivate());
  }

  @ParameterizedTest
  @MethodSource("ec")
  void readsEcKeys(String pem) throws IOException {
    assertThat(file(pem).read())
        .isInstanceOfSatisfying(
            ECPrivateKey.class,
            key -> assertThat(key.getS()).isEqualTo(((ECPrivateKey) Keys.EC.getPrivate()).getS()));
  }

  @Test
  void readsPkcs12WithItsPassword() throws Exception {
    Files.write(path, Pkcs12Files.of(List.of(Keys.RSA)));
    var password = new SecretRef.Literal(new Secret(Pkcs12Files.PASSWORD));

    var file = new PrivateKeyFile("private-key-file", path, Optional.of(password));

    assertThat(file.read()).isEqualTo(Keys.RSA.getPrivate());
  }

  @Test
  void hasAnotherVersionWhenAnotherFileOfTheSameSizeAndTimeTookItsPlace() throws IOException {
    var file = file("old");
    var version = file.version();
    var other = Files.writeString(path.resolveSibling("other"), "new");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(path));

    Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);

    assertThat(file.version()).isNotEqualTo(version);
  }

  @Test
  void readsTheFileAnew() throws IOException {
    var file = file(Keys.pkcs8(Keys.RSA.getPrivate()));
    var version = file.version();

    Files.writeString(path, Keys.pkcs8(Keys.EC.getPrivate()));

    assertThat(file.read()).isEqualTo(Keys.EC.getPrivate());
    assertThat(file.version()).isNotEqualTo(version);
  }

  private PrivateKeyFile file(String pem) throws IOException {
    return new PrivateKeyFile("private-key-file", Files.writeString(path, pem), Optional.empty());
  }
}
