package dev.bearerd.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bearerd.token.Token.ExpirySource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
  private static final Instant OBTAINED = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant END = OBTAINED.plusSeconds(60);

  @ParameterizedTest
  @ValueSource(strings = {"PT2H", "PT-2H", "PT0S", "PT0.001S", "P-36500D"})
  void keepsItsLifeOnAClockThatWasSet(Duration step) {
    var token = token("t", OBTAINED, END);

    var shifted = token.shifted(step);

    assertThat(shifted).isEqualTo(token("t", OBTAINED.plus(step), END.plus(step)));
    assertThat(shifted.lifetime()).isEqualTo(token.lifetime());
    assertThat(shifted.runwayAt(OBTAINED.plus(step))).isEqualTo(token.runwayAt(OBTAINED));
  }

  @Test
  void expiresInTheMomentOfItsEnd() {
    var token = token("t", OBTAINED, END);

    assertThat(token.expiredAt(END.minusNanos(1))).isFalse();
    assertThat(token.expiredAt(END)).isTrue();
    assertThat(token.runwayAt(END.plusSeconds(5))).isEqualTo(Duration.ofSeconds(-5));
  }

  @Test
  void isWhatItWasWhenTheListOfItsScopesChanges() {
    var scopes = new ArrayList<>(List.of("a"));
    var token = new Token(new Secret("t"), scopes, OBTAINED, END, ExpirySource.JWT);

    scopes.add("b");

    assertThat(token.scopes()).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " t", "t\n", "t\u0000", "t\u007f", "t\u00e9"})
  void refusesWhatBreaksAHeader(String text) {
    var failure = catchThrowableOfType(TokenException.class, () -> token(text, OBTAINED, END));

    assertThat(failure.kind()).isEqualTo(TokenException.Kind.MALFORMED);
  }

  @Test
  void isAtMost64KiBLarge() {
    assertThat(token("a".repeat(64 * 1024), OBTAINED, END).lifetime()).hasSeconds(60);
    assertThatThrownBy(() -> token("a".repeat(64 * 1024 + 1), OBTAINED, END))
        .hasMessage("the access token is larger than 64 KiB");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void hasALife(long seconds) {
    assertThatThrownBy(() -> token("t", OBTAINED, OBTAINED.plusSeconds(seconds)))
        .hasMessage("the access token has already expired");
  }

  @Test
  void doesNotShowItsValue() {
    assertThat(token("mark", OBTAINED, END).toString()).doesNotContain("mark");
  }

  private static Token token(String value, Instant obtainedAt, Instant expiresAt) {
    return new Token(
        new Secret(value), List.of("a"), obtainedAt, expiresAt, ExpirySource.EXPIRES_IN);
  }
}
