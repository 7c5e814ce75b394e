package dev.bearerd.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bearerd.hook.HookException;
import dev.bearerd.hook.Occasion;
import dev.bearerd.kubernetes.ClusterException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RolloutHookTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final Workload WEB = new Workload(Workload.Kind.DEPLOYMENT, "apps", "web");

  private final FakeWorkloads workloads = new FakeWorkloads();
  private Instant now = START;
  private final InstantSource clock = () -> now;
  private final RolloutHook hook = hook();

  @Test
  void restartsAShortWhileAfterThePublication() {
    assertThat(postponed(hook, token(1))).isEqualTo(START.plusSeconds(5));
    at(5);
    hook.run(token(1));

    assertThat(workloads.restarts).containsExactly(now);
  }

  @Test
  void restartsOnceForAllThatPublishedMeanwhile() {
    var other = hook();
    postponed(hook, token(1));
    at(3);
    postponed(other, token(2));
    at(5);
    hook.run(token(1));
    at(8);
    other.run(token(2));

    assertThat(workloads.restarts).containsExactly(START.plusSeconds(5));
  }

  @Test
  void leavesAMinuteBetweenTwoRestarts() {
    postponed(hook, token(1));
    at(5);
    hook.run(token(1));
    at(6);
    postponed(hook, token(2));
    at(11);

    assertThat(postponed(hook, token(2))).isEqualTo(START.plusSeconds(65));
    at(65);
    hook.run(token(2));

    assertThat(workloads.restarts).containsExactly(START.plusSeconds(5), START.plusSeconds(65));
  }

  @Test
  void restartsAgainForATokenThatIsNewerThanTheRestart() {
    var other = hook();
    postponed(hook, token(1));
    at(5);
    hook.run(token(1));
    at(5.5);
    postponed(other, token(2));
    at(65);
    other.run(token(2));

    assertThat(workloads.restarts).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void isNotHeldUpByTokensThatKeepComing() {
    for (var second = 0; second < 5; second++) {
      at(second);
      postponed(hook, token(second));
    }
    at(5);
    hook.run(token(5));

    assertThat(workloads.restarts).containsExactly(now);
  }

  @Test
  void keepsAwayFromTheRestartOfSomebodyElse() {
    workloads.last = Optional.of(START.minusSeconds(10));
    postponed(hook, token(1));
    at(5);

    assertThat(postponed(hook, token(1))).isEqualTo(START.plusSeconds(50));
  }

  @Test
  void readsAgainWhenTheWorkloadChangedMeanwhile() {
    postponed(hook, token(1));
    at(5);
    workloads.failure = Optional.of(Kind.CONFLICT);

    assertThat(postponed(hook, token(1))).isEqualTo(now.plusSeconds(1));
    workloads.failure = Optional.empty();
    at(6);
    hook.run(token(1));

    assertThat(workloads.restarts).containsExactly(now);
  }

  @Test
  void doesNotWaitForATimeThatAWrongClockWrote() {
    workloads.last = Optional.of(START.plus(Duration.ofDays(400)));
    postponed(hook, token(1));
    at(5);
    hook.run(token(1));

    assertThat(workloads.restarts).containsExactly(now);
  }

  @Test
  void doesNotWaitForTheClockThatWasSetBack() {
    postponed(hook, token(1));
    at(-3600);

    assertThat(postponed(hook, token(1))).isEqualTo(now.plusSeconds(5));
    at(-3595);
    hook.run(token(1));

    assertThat(workloads.restarts).containsExactly(now);
  }

  @Test
  void failsInWordsAndIsStillDueAfterwards() {
    postponed(hook, token(1));
    at(5);
    workloads.failure = Optional.of(Kind.FORBIDDEN);

    var failure = catchThrowableOfType(HookException.class, () -> hook.run(token(1)));
    assertThat(failure).hasMessage("because of the test");
    assertThat(failure.until()).isEmpty();
    workloads.failure = Optional.empty();
    hook.run(token(1));

    assertThat(workloads.restarts).hasSize(1);
  }

  @Test
  void needsToReadAndPatchNothingButItsWorkload() {
    assertThat(WEB.rights())
        .extracting(Right::rule)
        .containsExactly(
            "{apiGroups: [\"apps\"], resources: [deployments], resourceNames: [web], verbs: [get]}",
            "{apiGroups: [\"apps\"], resources: [deployments], resourceNames: [web], verbs:"
                + " [patch]}");
  }

  private RolloutHook hook() {
    return new RolloutHook(WEB, workloads, clock);
  }

  private void at(double seconds) {
    now = START.plusMillis(Math.round(seconds * 1000));
  }

  private static Occasion token(int number) {
    return new Occasion("orders", List.of(), START.plus(Duration.ofHours(number)));
  }

  private static Instant postponed(RolloutHook hook, Occasion occasion) {
    return catchThrowableOfType(HookException.class, () -> hook.run(occasion))
        .until()
        .orElseThrow();
  }

  /** One workload, and everything that was done to it. */
  private static final class FakeWorkloads implements Workloads {
    private final List<Instant> restarts = new ArrayList<>();
    private Optional<Instant> last = Optional.empty();
    private Optional<Kind> failure = Optional.empty();

    @Override
    public LastRestart lastRestart(Workload workload) {
      return new LastRestart(Integer.toString(restarts.size()), last);
    }

    @Override
    public void restart(Workload workload, LastRestart seen, Instant now) {
      failure.ifPresent(
          kind -> {
            throw ClusterException.of(kind, "because of the test");
          });
      restarts.add(now);
      last = Optional.of(now);
    }
  }
}
