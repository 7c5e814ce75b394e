package dev.bearerd.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bearerd.token.TokenException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SigningKeyTest {
  private static final KeyFile FILE = new KeyFile("private-key-file", Path.of("/key.pem"));
  private static final Optional<SignatureAlgorithm> NONE = Optional.empty();

  static Stream<Arguments> misfits() {
    var small = Keys.rsa(1024);
    var p384 = Keys.ec("secp384r1");
    var koblitz = PemPrivateKey.read(FILE, Keys.onCurve("06052b8104000a"));
    var foreign = "holds an EC key on a curve other than P-256, which ES256 needs";
    var otherwise = ", or set another signature-algorithm";
    return Stream.of(
        Arguments.of(
            small.getPrivate(), NONE, "holds an RSA key of 1024 bits; RS256 needs at least 2048"),
        Arguments.of(
            small.getPrivate(),
            Optional.of(SignatureAlgorithm.PS256),
            "holds an RSA key of 1024 bits; PS256 needs at least 2048"),
        Arguments.of(p384.getPrivate(), NONE, foreign),
        Arguments.of(koblitz, NONE, foreign),
        Arguments.of(
            Keys.EC.getPrivate(),
            Optional.of(SignatureAlgorithm.RS256),
            "holds a key of type EC; RS256 needs an RSA key" + otherwise),
        Arguments.of(
            Keys.RSA.getPrivate(),
            Optional.of(SignatureAlgorithm.ES256),
            "holds a key of type RSA; ES256 needs an EC key on P-256" + otherwise));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void refusesKeysThatDoNotFit(
      PrivateKey key, Optional<SignatureAlgorithm> wanted, String message) {
    assertThatThrownBy(() -> new SigningKey(FILE, key, wanted, Optional.empty()))
        .isInstanceOf(TokenException.class)
        .hasMessage("private-key-file /key.pem " + message);
  }

  @Test
  void takesTheUsualAlgorithmOfItsType() {
    assertThat(signing(Keys.RSA, NONE).algorithm()).isEqualTo(SignatureAlgorithm.RS256);
    assertThat(signing(Keys.EC, NONE).algorithm()).isEqualTo(SignatureAlgorithm.ES256);
  }

  @Test
  void takesTheAlgorithmThatIsWanted() {
    var wanted = Optional.of(SignatureAlgorithm.PS256);

    assertThat(signing(Keys.RSA, wanted).algorithm()).isEqualTo(SignatureAlgorithm.PS256);
  }

  @Test
  void printsWithoutTheKey() {
    assertThat(signing(Keys.EC, NONE)).hasToString("ES256 key-1");
  }

  private static SigningKey signing(KeyPair pair, Optional<SignatureAlgorithm> wanted) {
    return new SigningKey(FILE, pair.getPrivate(), wanted, Optional.of("key-1"));
  }
}
