package dev.bearerd.key;

import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * What a JWT says (RFC 7519) each time that one is signed, which is new by its time and its id.
 *
 * @param lifetime from its time of issue to its expiry
 * @param claims more of them, all text
 */
public record SignedJwt(
    String issuer,
    Optional<String> subject,
    Optional<String> audience,
    Duration lifetime,
    Map<String, String> claims) {
  private static final Set<String> OURS = Set.of("iss", "sub", "aud", "exp", "iat", "jti");

  public SignedJwt {
    claims = Map.copyOf(claims);
    claims.keySet().stream()
        .filter(OURS::contains)
        .sorted()
        .findFirst()
        .ifPresent(
            name -> {
              throw TokenException.local("claims." + name + " is set by bearerd; remove it");
            });
  }

  /**
   * Signs a new one, which counts from the clock's time in whole seconds.
   *
   * @throws TokenException when the key turns out to be damaged
   */
  public Secret sign(SigningKey key, InstantSource clock, RandomGenerator random) {
    var signature =
        claimsAt(clock.instant(), new UUID(random.nextLong(), random.nextLong()))
            .jws()
            .algorithm(
                io.smallrye.jwt.algorithm.SignatureAlgorithm.valueOf(key.algorithm().name()));
    key.id().ifPresent(signature::keyId);
    try {
      return new Secret(signature.sign(key.key()));
    } catch (RuntimeException e) { // of the library or of the JDK, with their own words
      throw key.file().failure("holds a private key that cannot sign: it is damaged");
    }
  }

  private JwtClaimsBuilder claimsAt(Instant now, UUID id) {
    var builder =
        Jwt.issuer(issuer).issuedAt(now).expiresAt(now.plus(lifetime)).claim("jti", id.toString());
    subject.ifPresent(builder::subject);
    audience.ifPresent(builder::audience);
    claims.forEach(builder::claim);
    return builder;
  }
}
