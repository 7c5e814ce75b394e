package dev.bearerd.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClientCertificateTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final KeyPair CA = Keys.ec("secp384r1");
  private static final X509Certificate ROOT = Certificates.issue("root", CA, "root", CA);
  private static final X509Certificate MIDDLE =
      Certificates.issue("middle", Keys.OTHER_RSA, "root", CA);
  private static final X509Certificate LEAF =
      Certificates.issue("leaf", Keys.RSA, "middle", Keys.OTHER_RSA);
  private static final X509Certificate STRANGER = Certificates.selfSigned(Keys.EC);

  private final Path certificateFile;
  private final Path keyFile;
  private final ClientCertificate client;

  ClientCertificateTest(@TempDir Path directory) {
    this.certificateFile = directory.resolve("tls.crt");
    this.keyFile = directory.resolve("tls.key");
    this.client = new ClientCertificate(certificateFile, keyFile);
  }

  static Stream<Arguments> pairs() {
    return Stream.of(Arguments.of(Keys.RSA), Arguments.of(Keys.EC), Arguments.of(CA));
  }

  static Stream<Arguments> strangers() {
    return Stream.of(
        Arguments.of(Keys.RSA, Keys.OTHER_RSA),
        Arguments.of(Keys.RSA, Keys.EC),
        Arguments.of(Keys.EC, Keys.RSA),
        Arguments.of(Keys.EC, Keys.ec("secp256r1")),
        Arguments.of(Keys.EC, CA));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void holdsTheKeyBesideItsCertificate(KeyPair pair) throws Exception {
    write(Certificates.pem(Certificates.selfSigned(pair)), Keys.pkcs8(pair.getPrivate()));

    var store = client.keyStore(NOW);

    assertThat(store.size()).isEqualTo(1);
    var password = ClientCertificate.STORE_PASSWORD.reveal().toCharArray();
    assertThat(store.getKey(store.aliases().nextElement(), password)).isEqualTo(pair.getPrivate());
  }

  @Test
  void tellsOfItsExpiryWithoutReadingItAnew() throws Exception {
    write(Certificates.pem(LEAF), Keys.pkcs8(Keys.RSA.getPrivate()));
    var expiry = ClientCertificate.expiry(client.keyStore(NOW));
    Files.delete(certificateFile);

    assertThat(expiry).isEqualTo(LEAF.getNotAfter().toInstant());
    client.requireNotExpired(expiry, expiry);
    assertThatThrownBy(() -> client.requireNotExpired(expiry, expiry.plusSeconds(1)))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("has expired at " + expiry);
  }

  @Test
  void putsTheChainInOrder() throws Exception {
    write(Certificates.pem(LEAF, ROOT, STRANGER, MIDDLE), Keys.pkcs8(Keys.RSA.getPrivate()));

    assertThat(chain()).containsExactly(LEAF, MIDDLE, ROOT);
  }

  @Test
  void takesWhatThereIsOfAChain() throws Exception {
    write(Certificates.pem(LEAF, ROOT), Keys.pkcs8(Keys.RSA.getPrivate()));

    assertThat(chain()).containsExactly(LEAF);
  }

  @Test
  void findsBothInOneFile() throws Exception {
    var both = Keys.pkcs8(Keys.RSA.getPrivate()) + Certificates.pem(LEAF);
    Files.writeString(certificateFile, both);

    new ClientCertificate(certificateFile, certificateFile).check(NOW);
  }

  @Test
  void readsBothAnew() throws Exception {
    write(Certificates.pem(LEAF), Keys.pkcs8(Keys.RSA.getPrivate()));
    client.check(NOW);

    write(Certificates.pem(STRANGER), Keys.pkcs8(Keys.EC.getPrivate()));

    assertThat(chain()).containsExactly(STRANGER);
  }

  @Test
  void changesItsVersionWithEitherFile() throws Exception {
    write("a", "a");
    var first = client.version();
    Files.writeString(keyFile, "ab");
    var second = client.version();
    Files.writeString(certificateFile, "ab");

    assertThat(List.of(first, second, client.version())).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void refusesTheKeyOfAnother(KeyPair certified, KeyPair other) throws Exception {
    write(Certificates.pem(Certificates.selfSigned(certified)), Keys.pkcs8(other.getPrivate()));

    assertThat(message(NOW))
        .isEqualTo(
            "tls.client-key-file "
                + keyFile
                + " does not belong to the first certificate of tls.client-certificate-file");
  }

  @Test
  void isValidForAsLongAsItsCertificateSays() throws Exception {
    write(Certificates.pem(LEAF), Keys.pkcs8(Keys.RSA.getPrivate()));

    client.check(Certificates.FROM);
    client.check(Certificates.UNTIL);
    assertThat(message(Certificates.FROM.minusSeconds(1)))
        .isEqualTo(
            "tls.client-certificate-file "
                + certificateFile
                + " is not valid before 2026-01-01T00:00:00Z; look at this machine's clock");
  }

  @Test
  void isRejectedHereOnceItHasExpiredAsThatPassesByNoOtherTry() throws Exception {
    write(Certificates.pem(LEAF), Keys.pkcs8(Keys.RSA.getPrivate()));

    assertThatThrownBy(() -> client.check(Certificates.UNTIL.plusSeconds(1)))
        .hasMessage(
            "tls.client-certificate-file "
                + certificateFile
                + " has expired at 2026-12-31T23:59:59Z; renew it")
        .hasNoCause()
        .isInstanceOfSatisfying(
            TokenException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(TokenException.Kind.REJECTED);
              assertThat(failure.reach()).isEqualTo(TokenException.Reach.NOT_ASKED);
            });
  }

  @Test
  void namesTheFileWithoutCertificate() throws Exception {
    write(Keys.pkcs8(Keys.RSA.getPrivate()), Keys.pkcs8(Keys.RSA.getPrivate()));

    assertThat(message(NOW))
        .startsWith("tls.client-certificate-file " + certificateFile + " holds no certificate");
  }

  @Test
  void namesTheFileWithABrokenCertificate() throws Exception {
    var garbage = "marked content".getBytes(ISO_8859_1);
    write(Keys.pem("CERTIFICATE", garbage), Keys.pkcs8(Keys.RSA.getPrivate()));

    assertThat(message(NOW))
        .isEqualTo(
            "tls.client-certificate-file "
                + certificateFile
                + " holds a certificate that cannot be read");
  }

  @Test
  void namesTheKeyThatIsMissing() throws Exception {
    Files.writeString(certificateFile, Certificates.pem(LEAF));

    assertThat(Refusal.message(new byte[0], () -> client.check(NOW)))
        .isEqualTo("tls.client-key-file " + keyFile + " does not exist");
  }

  @Test
  void refusesACertificateInPlaceOfTheKey() throws Exception {
    write(Certificates.pem(LEAF), Certificates.pem(LEAF));

    assertThat(message(NOW)).startsWith("tls.client-key-file " + keyFile + " holds a certificate");
  }

  private void write(String certificates, String key) throws IOException {
    Files.writeString(certificateFile, certificates);
    Files.writeString(keyFile, key);
  }

  private String message(Instant now) throws IOException {
    var content = Files.readString(certificateFile) + "\n" + Files.readString(keyFile);
    return Refusal.message(content.getBytes(ISO_8859_1), () -> client.check(now));
  }

  private List<X509Certificate> chain() throws GeneralSecurityException {
    return Stream.of(client.keyStore(NOW).getCertificateChain("client"))
        .map(X509Certificate.class::cast)
        .toList();
  }
}
