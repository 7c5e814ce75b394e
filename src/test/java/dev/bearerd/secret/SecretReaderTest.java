package dev.bearerd.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.ClusterException.Kind;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.token.SecretRef;
import dev.bearerd.token.TokenException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretReaderTest {
  private static final SecretName NAME = new SecretName("apps", "idp");

  private final FakeSecrets secrets = new FakeSecrets();
  private Duration uptime = Duration.ofHours(3);
  private final SecretReader reader = new SecretReader(secrets, () -> uptime);
  private final SecretRef ref = reader.secret("client-secret-secret-ref", NAME, "secret");

  @Test
  void dropsOneLineBreakAtTheEnd() {
    give("s3cret\n");

    assertThat(ref.resolve().reveal()).isEqualTo("s3cret");
  }

  @Test
  void readsAtEachUseWithoutAWatch() {
    give("first");
    ref.resolve();

    give("second");

    assertThat(ref.resolve().reveal()).isEqualTo("second");
    assertThat(secrets.requests()).containsExactly("read", "read");
  }

  @Test
  void readsNothingThatAWatchHasTold() {
    give("first");
    reader.watch();
    ref.resolve();

    give("second");

    assertThat(ref.resolve().reveal()).isEqualTo("second");
    assertThat(secrets.requests()).isEmpty();
  }

  @Test
  void believesAWatchThatHasSeenItSinceItWasAskedForInVain() {
    reader.watch();
    secrets.afterRead(() -> give("first"));

    assertThat(ref.resolve().reveal()).isEqualTo("first");
    assertThat(ref.resolve().reveal()).isEqualTo("first");
  }

  @Test
  void noticesThatItHasChanged() {
    give("first");
    reader.watch();
    var before = reader.version(NAME, "secret");
    secrets.write(NAME, "kubectl", "other", "x");
    assertThat(reader.version(NAME, "secret")).isEqualTo(before);

    give("second");

    assertThat(reader.version(NAME, "secret")).isNotEqualTo(before);
  }

  @Test
  void noticesThatItHasCome() {
    reader.watch();
    var before = reader.version(NAME, "secret");

    give("first");

    assertThat(reader.version(NAME, "secret")).isNotEqualTo(before);
  }

  @Test
  void readsAtEachUseWhereItMayNotWatch() {
    give("first");
    reader.watch();
    ref.resolve();
    secrets.refuseWatch(NAME, "may not watch secrets apps/idp");
    secrets.requests();

    ref.resolve();

    assertThat(secrets.requests()).containsExactly("read");
  }

  @Test
  void asksNobodyWhenItChanged() {
    give("first");

    reader.changedAt(NAME);

    assertThat(secrets.requests()).isEmpty();
  }

  @Test
  void looksEveryTenSecondsForAChangeThatNoWatchTells() {
    give("first");
    var before = reader.version(NAME, "secret");
    give("second");
    assertThat(reader.version(NAME, "secret")).isEqualTo(before);

    uptime = uptime.plus(SecretReader.PAUSE);

    assertThat(reader.version(NAME, "secret")).isPresent().isNotEqualTo(before);
    assertThat(secrets.requests()).containsExactly("read", "read");
  }

  @Test
  void noticesAChangeAfterTheWatchWasRefused() {
    give("first");
    reader.watch();
    var before = reader.version(NAME, "secret");
    secrets.holdBack();
    secrets.refuseWatch(NAME, "may not watch secrets apps/idp");

    give("second");

    assertThat(reader.version(NAME, "secret")).isNotEqualTo(before);
  }

  @Test
  void knowsNothingAfterAFailedReadUntilTheNext() {
    give("first");
    secrets.fail(ClusterException.of(Kind.UNREACHABLE, "no answer"));
    assertThat(reader.version(NAME, "secret")).isEmpty();
    assertThat(reader.changedAt(NAME)).isEmpty();
    secrets.recover();
    assertThat(reader.version(NAME, "secret")).isEmpty();
    assertThat(secrets.requests()).containsExactly("read");

    uptime = uptime.plus(SecretReader.PAUSE);

    assertThat(reader.version(NAME, "secret")).isPresent();
  }

  @Test
  void tellsWhatIsMissingFromWhatIsNotKnown() {
    assertThat(reader.version(NAME, "secret")).hasValue("missing");
  }

  @Test
  void endsTheWatchOfWhatIsReadNoMore() {
    give("first");
    reader.watch();
    ref.resolve();

    reader.keep(Set.of());
    give("second");

    assertThat(ref.resolve().reveal()).isEqualTo("second");
  }

  @Test
  void saysThatTheSecretIsMissing() {
    assertUnreadable("client-secret-secret-ref: Secret apps/idp does not exist");
  }

  @Test
  void saysThatTheKeyIsMissing() {
    secrets.write(NAME, "kubectl", "other", "x");

    assertUnreadable("client-secret-secret-ref: Secret apps/idp has no key secret");
  }

  @Test
  void saysWhichRightIsMissing() {
    secrets.fail(ClusterException.of(Kind.FORBIDDEN, "may not get secrets apps/idp"));

    assertUnreadable("client-secret-secret-ref: may not get secrets apps/idp");
    assertThat(reader.version(NAME, "secret")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'',is empty", "'\n',is empty", "'a\nb',has several lines or a control character"})
  void refusesWhatIsNoLine(String content, String why) {
    give(content);

    assertUnreadable("client-secret-secret-ref key secret of apps/idp " + why);
  }

  @Test
  void refusesWhatIsTooLarge() {
    give("x".repeat(64 * 1024 + 1));

    assertUnreadable("client-secret-secret-ref key secret of apps/idp is larger than 64 KiB");
  }

  private void give(String value) {
    secrets.write(NAME, "kubectl", "secret", value);
  }

  private void assertUnreadable(String why) {
    assertThatExceptionOfType(TokenException.class)
        .isThrownBy(ref::resolve)
        .withMessageStartingWith(why);
  }
}
