package dev.bearerd.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedJwtTest {
  private static final KeyFile FILE = new KeyFile("private-key-file", Path.of("/key.pem"));
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00.9Z"));
  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").getEpochSecond();

  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

  @Test
  void saysWhatItWasTold() throws IOException {
    var jwt =
        new SignedJwt(
            "us",
            Optional.of("someone"),
            Optional.of("https://idp/token"),
            Duration.ofMinutes(5),
            Map.of("scope", "a b", "target_audience", "https://x"));

    var parts = parts(sign(jwt, Keys.RSA, Optional.empty(), Optional.of("key-1")));

    assertThat(json(parts[0]).get("alg").asText()).isEqualTo("RS256");
    assertThat(json(parts[0]).get("kid").asText()).isEqualTo("key-1");
    var claims = json(parts[1]);
    assertThat(claims.get("iss").asText()).isEqualTo("us");
    assertThat(claims.get("sub").asText()).isEqualTo("someone");
    assertThat(claims.get("aud").asText()).isEqualTo("https://idp/token");
    assertThat(claims.get("iat").asLong()).isEqualTo(NOW);
    assertThat(claims.get("exp").asLong()).isEqualTo(NOW + 300);
    assertThat(claims.get("scope").asText()).isEqualTo("a b");
    assertThat(claims.get("target_audience").asText()).isEqualTo("https://x");
    assertThat(claims.size()).isEqualTo(8);
  }

  @Test
  void saysNothingElse() throws IOException {
    var parts = parts(sign(plain(), Keys.EC, Optional.empty(), Optional.empty()));

    assertThat(json(parts[0]).fieldNames()).toIterable().containsExactlyInAnyOrder("alg", "typ");
    assertThat(json(parts[1]).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("iss", "iat", "exp", "jti");
  }

  @Test
  void isNewEachTime() throws IOException {
    var first = parts(sign(plain(), Keys.EC, Optional.empty(), Optional.empty()));
    var second = parts(sign(plain(), Keys.EC, Optional.empty(), Optional.empty()));

    assertThat(json(first[1]).get("jti")).isNotEqualTo(json(second[1]).get("jti"));
  }

  @Test
  void isSignedByRs256() throws Exception {
    var jwt = sign(plain(), Keys.RSA, Optional.of(SignatureAlgorithm.RS256), Optional.empty());

    assertThat(verify(jwt, Signature.getInstance("SHA256withRSA"), Keys.RSA)).isTrue();
    assertThat(verify(jwt, Signature.getInstance("SHA256withRSA"), Keys.OTHER_RSA)).isFalse();
  }

  @Test
  void isSignedByPs256() throws Exception {
    var jwt = sign(plain(), Keys.RSA, Optional.of(SignatureAlgorithm.PS256), Optional.empty());

    var signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    assertThat(verify(jwt, signature, Keys.RSA)).isTrue();
  }

  @Test
  void isSignedByEs256() throws Exception {
    var jwt = sign(plain(), Keys.EC, Optional.empty(), Optional.empty());

    var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    assertThat(verify(jwt, signature, Keys.EC)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "sub", "aud", "exp", "iat", "jti"})
  void leavesItsOwnClaimsToNobody(String name) {
    assertThatThrownBy(
            () ->
                new SignedJwt(
                    "us",
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ofMinutes(5),
                    Map.of(name, "x")))
        .isInstanceOf(TokenException.class)
        .hasMessage("claims." + name + " is set by bearerd; remove it");
  }

  private static SignedJwt plain() {
    return new SignedJwt("us", Optional.empty(), Optional.empty(), Duration.ofMinutes(5), Map.of());
  }

  private Secret sign(
      SignedJwt jwt, KeyPair pair, Optional<SignatureAlgorithm> algorithm, Optional<String> id) {
    return jwt.sign(new SigningKey(FILE, pair.getPrivate(), algorithm, id), CLOCK, random);
  }

  private static String[] parts(Secret jwt) {
    return jwt.reveal().split("\\.", -1);
  }

  private static JsonNode json(String part) throws IOException {
    return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(part));
  }

  private static boolean verify(Secret jwt, Signature signature, KeyPair pair)
      throws GeneralSecurityException {
    var parts = parts(jwt);
    signature.initVerify(pair.getPublic());
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
  }
}
