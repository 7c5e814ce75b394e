package dev.bearerd.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class LeakSearchTest {
  static Stream<Arguments> disguisedSecrets() {
    return Arrays.stream(MarkedSecret.values())
        .flatMap(
            secret ->
                Arrays.stream(Disguise.values()).map(disguise -> Arguments.of(secret, disguise)));
  }

  @ParameterizedTest
  @MethodSource("disguisedSecrets")
  void findsASecretInEveryDisguise(MarkedSecret secret, Disguise disguise) {
    assertThat(LeakSearch.in("before " + disguise.of(secret.text()) + " after"))
        .containsExactly(secret);
  }

  @ParameterizedTest
  @MethodSource("disguisedSecrets")
  void findsASecretInTwoDisguisesAtOnce(MarkedSecret secret, Disguise disguise) {
    assertThat(LeakSearch.in(Disguise.JSON.of(Disguise.HTML.of(disguise.of(secret.text())))))
        .containsExactly(secret);
  }

  @ParameterizedTest
  @EnumSource
  void findsASecretThatIsCutOff(MarkedSecret secret) {
    var half = secret.text().length() / 2;
    assertThat(LeakSearch.in(secret.text().substring(0, half + 6))).contains(secret);
    assertThat(LeakSearch.in(secret.text().substring(half - 6))).contains(secret);
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    assertThat(LeakSearch.in("")).isEmpty();
    assertThat(LeakSearch.in("o \"<d>&'+/\\%41~é ; *** -----BEGIN PRIVATE KEY-----")).isEmpty();
  }

  @Test
  void tellsWhereALeakIs() {
    var evidence = new Evidence().add("log", "nothing").add("status", MarkedSecret.PASSWORD.text());

    assertThatThrownBy(evidence::assertClean)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("status")
        .hasMessageContaining("PASSWORD")
        .hasMessageNotContaining("log");
  }

  @Test
  void looksIntoCausesAndSuppressedExceptions() {
    var cause = new IllegalStateException("outer", new RuntimeException(text()));
    var suppressing = new IllegalStateException("outer");
    suppressing.addSuppressed(new RuntimeException(text()));

    assertThatThrownBy(() -> new Evidence().add("cause", cause).assertClean())
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> new Evidence().add("suppressed", suppressing).assertClean())
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void doesNotTakeNothingForClean() {
    assertThatThrownBy(() -> new Evidence().assertClean()).isInstanceOf(AssertionError.class);
  }

  private static String text() {
    return MarkedSecret.CLIENT_SECRET.text();
  }
}
