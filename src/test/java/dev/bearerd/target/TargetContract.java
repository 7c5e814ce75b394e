package dev.bearerd.target;

import static dev.bearerd.target.Tokens.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every target promises. A subclass says how a reader sees its place. */
public abstract class TargetContract {

  /** A new target for the same place each time, so that nothing may be kept in memory. */
  protected abstract Target target(Format format);

  /** What a reader finds; empty where there is nothing. */
  protected abstract Optional<String> seenByReader();

  /** Makes the next publication fail, and every other until the test ends. */
  protected abstract void breakThePlace();

  @Test
  void publishesToAPlaceThatIsEmpty() {
    assertThat(seenByReader()).isEmpty();

    assertThat(target(StandardFormat.RAW).publish(token("first")).written()).isTrue();

    assertThat(seenByReader()).hasValue("first");
  }

  @Test
  void replacesTheTokenBefore() {
    target(StandardFormat.RAW).publish(token("first-and-longer"));

    assertThat(target(StandardFormat.RAW).publish(token("second")).written()).isTrue();

    assertThat(seenByReader()).hasValue("second");
  }

  @Test
  void leavesAPlaceAloneThatHoldsTheToken() {
    target(StandardFormat.JSON).publish(token("first"));

    assertThat(target(StandardFormat.JSON).publish(token("first")).written()).isFalse();
  }

  @Test
  void writesInTheGivenFormat() {
    var token = token("first");

    target(StandardFormat.ENV).publish(token);

    assertThat(seenByReader()).hasValue(new String(StandardFormat.ENV.render(token), UTF_8));
  }

  @Test
  void keepsTheOldTokenWhenTheFormatFails() {
    target(StandardFormat.RAW).publish(token("first"));
    var failing =
        target(
            token -> {
              throw new TargetException("template has an error");
            });

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> failing.publish(token("second")))
        .withMessage("template has an error");

    assertThat(seenByReader()).hasValue("first");
  }

  @Test
  void removesWhatWasPublished() {
    target(StandardFormat.RAW).publish(token("first"));

    assertThat(target(StandardFormat.RAW).remove()).isTrue();

    assertThat(seenByReader()).isEmpty();
    assertThat(target(StandardFormat.RAW).remove()).isFalse();
  }

  @Test
  void publishesAgainAfterRemoval() {
    target(StandardFormat.RAW).publish(token("first"));
    target(StandardFormat.RAW).remove();

    assertThat(target(StandardFormat.RAW).publish(token("first")).written()).isTrue();

    assertThat(seenByReader()).hasValue("first");
  }

  @Test
  void hasNothingToRemoveBeforeItPublished() {
    assertThat(target(StandardFormat.RAW).remove()).isFalse();
  }

  @Test
  void namesWhatReadersOpen() {
    assertThat(target(StandardFormat.RAW).paths())
        .allSatisfy(path -> assertThat(path).isAbsolute().doesNotExist());

    target(StandardFormat.RAW).publish(token("first"));

    assertThat(target(StandardFormat.RAW).paths())
        .allSatisfy(path -> assertThat(path).isRegularFile().hasContent("first"));
  }

  @Test
  void probeOfAGoodPlaceChangesNothing() {
    target(StandardFormat.RAW).probe();
    assertThat(seenByReader()).isEmpty();

    target(StandardFormat.RAW).publish(token("first"));
    target(StandardFormat.RAW).probe();
    assertThat(seenByReader()).hasValue("first");
  }

  @Test
  void saysInOneLineWhyAPlaceIsBadAndNeverTheToken() {
    breakThePlace();
    var target = target(StandardFormat.RAW);

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> target.publish(token("the-secret")))
        .satisfies(TargetContract::isOneLineWithoutTheSecret);
    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(target::probe)
        .satisfies(TargetContract::isOneLineWithoutTheSecret);
    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(target::remove)
        .satisfies(TargetContract::isOneLineWithoutTheSecret);
    assertThat(target.description()).doesNotContain("\n", "the-secret");
  }

  private static void isOneLineWithoutTheSecret(TargetException e) {
    assertThat(e).hasMessageMatching("[^\\n]{10,}").message().doesNotContain("the-secret");
  }
}
