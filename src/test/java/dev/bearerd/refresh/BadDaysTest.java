package dev.bearerd.refresh;

import static dev.bearerd.refresh.Fetching.fetch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.journal.MemoryJournal;
import dev.bearerd.refresh.ProviderState.Freshness;
import dev.bearerd.refresh.RefreshEvent.Expired;
import dev.bearerd.refresh.RefreshEvent.HookFailed;
import dev.bearerd.refresh.RefreshEvent.HookRan;
import dev.bearerd.refresh.RefreshEvent.RefreshFailed;
import dev.bearerd.refresh.RefreshEvent.RemovalFailed;
import dev.bearerd.refresh.RefreshEvent.Removed;
import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expiry, refused passwords, changed configurations, clocks that are set, and hooks. */
class BadDaysTest {
  private final ManualClock clock = new ManualClock();
  private final FakeEndpoint endpoint = new FakeEndpoint(clock, Duration.ofHours(1));
  private final FakeTarget target = new FakeTarget();
  private final FakeHook hook = new FakeHook();
  private final MemoryJournal journal = new MemoryJournal();
  private final List<RefreshEvent> events = new ArrayList<>();
  private final Path password;

  BadDaysTest(@TempDir Path directory) {
    password = directory.resolve("password");
  }

  @BeforeEach
  void givePassword() throws IOException {
    write("first");
  }

  @Test
  void tellsOnceThatTheTokenHasExpired() {
    var provider = provider(plain());
    step(provider);
    endpoint.fails(() -> TokenException.hostDown("connection refused"));
    clock.advanceSeconds(3600);

    step(provider);
    step(provider);

    assertThat(events).filteredOn(Expired.class::isInstance).hasSize(1);
    assertThat(target.content()).isEqualTo("token-1");
    assertThat(provider.state().isPublished()).isFalse();
  }

  @Test
  void removesAnExpiredTokenWhereThatIsWanted() {
    var provider = provider(plain().removingExpired());
    step(provider);
    assertThat(provider.nextPublication()).contains(clock.instant().plusSeconds(3600));
    endpoint.fails(() -> TokenException.hostDown("connection refused"));
    clock.advanceSeconds(3600);

    step(provider);

    assertThat(target.content()).isEmpty();
    assertThat(events).contains(new Removed("orders", "fake"));
    assertThat(provider.nextPublication()).isEmpty();
  }

  @Test
  void triesARemovalAgain() {
    var provider = provider(plain().removingExpired());
    step(provider);
    endpoint.fails(() -> TokenException.hostDown("connection refused"));
    clock.advanceSeconds(3600);
    target.full(true);
    provider.publish();

    assertThat(provider.nextPublication()).contains(clock.instant().plusSeconds(1));
    target.full(false);
    clock.advanceSeconds(1);
    provider.publish();

    assertThat(target.content()).isEmpty();
  }

  @Test
  void publishesAgainAfterAnExpiredTokenWasRemoved() {
    var provider = provider(plain().removingExpired());
    step(provider);
    clock.advanceSeconds(3600);
    provider.publish();

    step(provider);

    assertThat(target.content()).isEqualTo("token-2");
    assertThat(provider.state().isPublished()).isTrue();
  }

  @Test
  void leavesAPasswordAloneAfterThreeRefusals() {
    var provider = provider(withPassword());
    endpoint.fails(() -> TokenException.rejected("invalid_grant"));
    step(provider);
    step(provider);
    assertThat(provider.due()).contains(clock.instant().plusSeconds(120));

    step(provider);

    assertThat(provider.due()).isEmpty();
    assertThat(provider.state().isResting()).isTrue();
    assertThat(lastFailure().nextFetch()).isEmpty();
  }

  @Test
  void countsRefusalsWhateverFailsInBetween() {
    var provider = provider(withPassword());
    for (var i = 0; i < 3; i++) {
      endpoint.fails(() -> TokenException.hostDown("connection refused"));
      step(provider);
      endpoint.fails(() -> TokenException.rejected("invalid_grant"));
      step(provider);
    }

    assertThat(provider.state().isResting()).isTrue();
  }

  @Test
  void countsNoRefusalOfAPasswordThatNobodyWasShown() {
    endpoint.fails(() -> TokenException.unprepared("the certificate has expired"));
    var provider = provider(withPassword());
    for (var i = 0; i < 3; i++) {
      step(provider);
    }
    assertThat(provider.state().isResting()).isFalse();
    assertThat(provider.awaitsCredentials()).isTrue();

    var restarted = provider(withPassword());
    restarted.resume();

    assertThat(restarted.isFetchDue(clock.instant())).isTrue();
  }

  @Test
  void leavesAPasswordAloneAfterARestartToo() {
    endpoint.fails(() -> TokenException.rejected("invalid_grant"));
    var provider = provider(withPassword());
    step(provider);
    step(provider);
    step(provider);

    var restarted = provider(withPassword());
    restarted.resume();

    assertThat(restarted.state().isResting()).isTrue();
    assertThat(restarted.awaitsCredentials()).isTrue();
    assertThat(restarted.hasNewCredentials()).isFalse();
    assertThat(lastFailure().failure().message())
        .isEqualTo("the password was refused 3 times and is left alone");
  }

  @Test
  void asksNothingAboutAPasswordThatIsKeptElsewhereBeforeItLooksForANewOne() {
    endpoint.fails(() -> TokenException.rejected("invalid_grant"));
    var provider = provider(withPassword());
    for (var i = 0; i < 3; i++) {
      step(provider);
    }
    var kept = new KeptPassword();
    var restarted = provider(plain().credentials(kept.credentials()));

    restarted.resume();
    assertThat(restarted.state().isResting()).isTrue();
    assertThat(kept.requests).isZero();
    assertThat(restarted.hasNewCredentials()).isFalse();
    kept.changedAt = clock.instant().plusSeconds(1);
    assertThat(restarted.hasNewCredentials()).isTrue();
  }

  @Test
  void aCommandTriesANewPasswordThatIsKeptElsewhere() {
    endpoint.fails(() -> TokenException.rejected("invalid_grant"));
    var provider = provider(withPassword());
    for (var i = 0; i < 3; i++) {
      step(provider);
    }
    var kept = new KeptPassword();
    var same = provider(plain().credentials(kept.credentials()));
    same.resumeForOneRun(Duration.ZERO);
    kept.changedAt = clock.instant().plusSeconds(1);
    var changed = provider(plain().credentials(kept.credentials()));
    changed.resumeForOneRun(Duration.ZERO);

    assertThat(same.isFetchDue(clock.instant())).isFalse();
    assertThat(changed.isFetchDue(clock.instant())).isTrue();
  }

  @Test
  void triesANewPasswordAfterARestart() throws IOException {
    endpoint.fails(() -> TokenException.rejected("invalid_grant"));
    var provider = provider(withPassword());
    step(provider);
    step(provider);
    step(provider);

    clock.advanceSeconds(10);
    write("second");
    var restarted = provider(withPassword());
    restarted.resume();

    assertThat(restarted.isFetchDue(clock.instant())).isTrue();
  }

  @Test
  void noticesANewPassword() throws IOException {
    endpoint.fails(() -> TokenException.rejected("invalid_grant"));
    var provider = provider(withPassword());
    step(provider);
    assertThat(provider.hasNewCredentials()).isFalse();

    clock.advanceSeconds(1);
    write("third");

    assertThat(provider.hasNewCredentials()).isTrue();
  }

  @Test
  void aRefusedClientIsTriedForEver() {
    var provider = provider(plain());
    endpoint.fails(() -> TokenException.rejected("invalid_client"));
    for (var i = 0; i < 20; i++) {
      step(provider);
    }

    assertThat(provider.due()).contains(clock.instant().plus(Duration.ofHours(1)));
  }

  @Test
  void publishesToANewTargetWhatIsInHand() {
    var provider = provider(plain());
    step(provider);
    var second = new FakeTarget("second");

    provider.reconfigure(definition().targets(target, second).build(), Set.of());
    provider.publish();

    assertThat(second.content()).isEqualTo("token-1");
    assertThat(endpoint.requests()).isEqualTo(1);
    assertThat(provider.due()).contains(clock.instant().plusSeconds(2700));
  }

  @Test
  void asksAnewUnderAnotherIdentity() {
    var provider = provider(plain());
    step(provider);

    provider.reconfigure(plain().identity("another").build(), Set.of());

    assertThat(provider.isFetchDue(clock.instant())).isTrue();
    assertThat(provider.state().token()).isEmpty();
    assertThat(target.content()).isEqualTo("token-1");
    step(provider);
    assertThat(target.content()).isEqualTo("token-2");
  }

  @Test
  void anAnswerOfAnotherIdentityIsDropped() {
    var provider = provider(plain());
    endpoint.fails(
        () -> {
          endpoint.recovers();
          provider.reconfigure(plain().identity("another").build(), Set.of());
          return TokenException.rejected("invalid_scope");
        });

    step(provider);

    assertThat(provider.isFetchDue(clock.instant())).isTrue();
    assertThat(provider.state().lastFailure()).isEmpty();
  }

  @Test
  void followsAnotherRefreshPolicyAtOnce() {
    var provider = provider(plain());
    step(provider);

    provider.reconfigure(
        plain().refresh(new RefreshPolicy(0.5, 0, Duration.ofSeconds(1))).build(), Set.of());

    assertThat(provider.state().nextFetch()).isEqualTo(clock.instant().plusSeconds(1800));
  }

  @Test
  void removesWhatALostTargetHeldWhereThatIsWanted() {
    var provider = provider(plain());
    step(provider);

    provider.reconfigure(
        definition().targets(new FakeTarget("second")).deletingRemoved().build(), Set.of());
    assertThat(provider.nextPublication()).contains(java.time.Instant.EPOCH);
    provider.publish();

    assertThat(target.content()).isEmpty();
    assertThat(events).contains(new Removed("orders", "fake"));
  }

  @Test
  void leavesWhatItPublishedWhenItRetires() {
    var provider = provider(plain());
    step(provider);

    provider.retire(Set.of());

    assertThat(provider.due()).isEmpty();
    provider.publish();
    assertThat(target.content()).isEqualTo("token-1");
    assertThat(journal.load("orders")).isPresent();
  }

  @Test
  void removesEverythingWhenItRetiresWhereThatIsWanted() {
    var provider = provider(plain().deletingRemoved());
    step(provider);

    provider.retire(Set.of());
    provider.publish();

    assertThat(target.content()).isEmpty();
    assertThat(journal.load("orders")).isEmpty();
    assertThat(provider.due()).isEmpty();
  }

  @Test
  void saysWhatCouldNotBeRemoved() {
    var provider = provider(plain().deletingRemoved());
    step(provider);
    target.full(true);

    provider.retire(Set.of());
    provider.publish();

    assertThat(events).contains(new RemovalFailed("orders", "fake", "read-only"));
  }

  @Test
  void aClockThatIsSetBackTakesNothingFromTheRestOfALife() {
    var provider = provider(plain());
    step(provider);
    clock.advanceSeconds(600);

    clock.step(Duration.ofHours(-2));
    provider.shift(Duration.ofHours(-2));

    assertThat(provider.state().runwayAt(clock.instant())).contains(Duration.ofMinutes(50));
    assertThat(provider.state().nextFetch()).isEqualTo(clock.instant().plusSeconds(2100));
    assertThat(provider.state().isPublished()).isFalse(); // targets tell the time by the old clock
    provider.publish();
    assertThat(journal.load("orders").orElseThrow().token()).isEqualTo(provider.state().token());
  }

  @Test
  void anAnswerUnderWayWhenTheClockIsSetBackMovesAlong() {
    var stepping =
        provider(
            Definitions.of(
                "orders",
                "https://idp.example.com:443",
                holdings -> {
                  var answer = endpoint.fetch(holdings);
                  clock.step(Duration.ofHours(-2));
                  BadDaysTest.this.current.shift(Duration.ofHours(-2));
                  return answer;
                }));
    current = stepping;

    fetch(stepping);

    assertThat(stepping.state().runwayAt(clock.instant())).contains(Duration.ofHours(1));
  }

  @Test
  void aTokenFromTheFutureIsRenewedAtOnce() {
    step(provider(plain()));

    clock.step(Duration.ofHours(-2));
    var restarted = provider(plain());
    restarted.resume();

    assertThat(restarted.isFetchDue(clock.instant())).isTrue();
    assertThat(restarted.state().runwayAt(clock.instant())).isEmpty();
    assertThat(restarted.state().freshnessAt(clock.instant())).isEqualTo(Freshness.STALE);
    assertThat(restarted.state().token().orElseThrow().runwayAt(clock.instant()))
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void hooksHearOnceOfEachToken() {
    var provider = provider(plain().hooks(hook));
    step(provider);
    runHooks(provider);
    provider.publish();
    runHooks(provider);

    clock.advanceSeconds(2700);
    step(provider);
    runHooks(provider);

    assertThat(hook.heard()).hasSize(2);
    assertThat(hook.heard().get(0).paths()).containsExactly(Path.of("/run/fake"));
    assertThat(hook.heard().get(1).expiresAt()).isEqualTo(clock.instant().plusSeconds(3600));
    assertThat(provider.isDone()).isTrue();
  }

  @Test
  void hooksHearAgainWhenATargetThatFailedHoldsTheToken() {
    var second = new FakeTarget("second");
    second.full(true);
    var provider = provider(definition().targets(target, second).hooks(hook));
    step(provider);
    runHooks(provider);

    second.full(false);
    clock.advanceSeconds(1);
    provider.publish();
    runHooks(provider);

    assertThat(hook.heard()).hasSize(2);
    assertThat(hook.heard().get(1).paths()).containsExactly(Path.of("/run/second"));
  }

  @Test
  void hooksHearNothingWhileNobodyHoldsTheToken() {
    target.full(true);
    var provider = provider(plain().hooks(hook));
    step(provider);
    runHooks(provider);
    assertThat(hook.heard()).isEmpty();
    assertThat(provider.isDone()).isFalse();

    target.full(false);
    clock.advanceSeconds(1);
    provider.publish();
    runHooks(provider);

    assertThat(hook.heard()).hasSize(1);
  }

  @Test
  void whatAHookHeardCountsForTheTokenItHeardOf() {
    var provider = provider(plain().hooks(hook));
    step(provider);
    clock.advanceSeconds(2700);
    fetch(provider); // the next token is in the journal, and not yet published

    runHooks(provider);

    assertThat(journal.load("orders").orElseThrow().announced()).isFalse();
  }

  @Test
  void hooksOfAProviderThatLeftHearNothing() {
    var provider = provider(plain().hooks(hook));
    hook.broken(true);
    step(provider);
    runHooks(provider);

    provider.retire(Set.of());

    assertThat(provider.hooks()).isEmpty();
  }

  @Test
  void takesATokenThatWasReplacedMeanwhileOutOfWhatAHookWrites() {
    var provider = provider(plain().hooks(hook));
    step(provider);
    hook.writes("token-1");
    hook.during(
        () -> {
          clock.advanceSeconds(2700);
          step(provider);
        });

    runHooks(provider);

    assertThat(events).contains(new HookRan("orders", "fake hook", 0, List.of("***")));
  }

  @Test
  void whatAnEarlierRunWasRefusedCounts() {
    endpoint.fails(() -> TokenException.rejected("invalid_grant"));
    for (var run = 0; run < 2; run++) {
      var process = provider(withPassword());
      process.resume();
      assertThat(process.state().isResting()).isFalse();
      step(process);
    }
    var third = provider(withPassword());
    third.resume();
    step(third);

    assertThat(third.state().isResting()).isTrue();
  }

  @Test
  void aTargetIsWrittenAnewThatWasReconfiguredWhileItWasWritten() {
    var provider = provider(plain());
    fetch(provider);
    target.during(
        () -> provider.reconfigure(definition().targets(target).hooks(hook).build(), Set.of()));

    provider.publish();

    assertThat(provider.nextPublication()).contains(java.time.Instant.EPOCH);
  }

  @Test
  void aHookThatFailsIsToldAgain() {
    var provider = provider(plain().hooks(hook));
    hook.broken(true);
    step(provider);
    runHooks(provider);
    assertThat(provider.hooks().get(0).due()).contains(clock.instant().plusSeconds(1));
    assertThat(provider.isDone()).isFalse();

    hook.broken(false);
    runHooks(provider);

    assertThat(hook.heard()).hasSize(1);
    assertThat(events).filteredOn(HookFailed.class::isInstance).hasSize(1);
    assertThat(provider.isDone()).isTrue();
  }

  @Test
  void aHookThatFailedIsToldAtOnceOfTheNextToken() {
    var provider = provider(plain().hooks(hook));
    hook.broken(true);
    step(provider);
    for (var i = 0; i < 10; i++) {
      runHooks(provider);
    }
    assertThat(provider.hooks().get(0).due()).contains(clock.instant().plus(Duration.ofMinutes(5)));

    clock.advanceSeconds(2700);
    step(provider);

    assertThat(provider.hooks().get(0).due()).contains(java.time.Instant.EPOCH);
  }

  @Test
  void hooksHearOfATokenThatCameWhileTheyRan() {
    var provider = provider(plain().hooks(hook));
    step(provider);
    hook.meanwhile(
        () -> {
          clock.advanceSeconds(2700);
          step(provider);
        });
    runHooks(provider);
    assertThat(provider.isDone()).isFalse();

    runHooks(provider);

    assertThat(hook.heard()).hasSize(2);
    assertThat(hook.heard().get(1).expiresAt()).isEqualTo(clock.instant().plusSeconds(3600));
    assertThat(provider.isDone()).isTrue();
  }

  @Test
  void hooksHearAfterARestartWhatTheyHadNotHeard() {
    step(provider(plain().hooks(hook)));

    var restarted = provider(plain().hooks(hook));
    restarted.resume();
    restarted.publish();
    runHooks(restarted);

    assertThat(hook.heard()).hasSize(1);
  }

  @Test
  void hooksHearNothingAfterARestartThatTheyHadHeard() {
    var provider = provider(plain().hooks(hook));
    step(provider);
    runHooks(provider);

    var restarted = provider(plain().hooks(hook));
    restarted.resume();
    restarted.publish();
    runHooks(restarted);

    assertThat(hook.heard()).hasSize(1);
  }

  @Test
  void takesSecretsOutOfWhatAHookWrites() {
    var secret = new Secret("client-secret-7");
    var provider =
        provider(
            plain()
                .hooks(hook)
                .credentials(new Credentials(List.of(() -> secret), List.of(), false)));
    hook.writes("got token-1 with client-secret-7", "done");

    step(provider);
    runHooks(provider);

    assertThat(events)
        .contains(new HookRan("orders", "fake hook", 0, List.of("got *** with ***", "done")));
  }

  private Provider current = provider(definition());

  private static void step(Provider provider) {
    fetch(provider);
    provider.publish();
  }

  private static void runHooks(Provider provider) {
    provider.hooks().forEach(HookTask::run);
    provider.hookRan();
  }

  private RefreshFailed lastFailure() {
    var failures = events.stream().filter(RefreshFailed.class::isInstance).toList();
    return (RefreshFailed) failures.get(failures.size() - 1);
  }

  private void write(String text) throws IOException {
    Files.writeString(password, text);
    Files.setLastModifiedTime(password, FileTime.from(clock.instant()));
  }

  private Definitions definition() {
    return Definitions.of("orders", "https://idp.example.com:443", endpoint);
  }

  private Definitions plain() {
    return definition().targets(target);
  }

  private Definitions withPassword() {
    return plain().credentials(new Credentials(List.of(), List.of(password), true));
  }

  private Provider provider(Definitions definition) {
    return new Provider(definition.build(), journal, clock, new Random(7), events::add);
  }

  /** In a place that is asked, and knows when it changed only then. */
  private static final class KeptPassword implements Credentials.Kept {
    private Instant changedAt = Instant.EPOCH;
    private int requests;

    Credentials credentials() {
      return new Credentials(List.of(), List.of(), List.of(), List.of(this), true);
    }

    @Override
    public Optional<String> version() {
      requests++;
      return Optional.of("version");
    }

    @Override
    public Optional<Instant> changedAt() {
      return Optional.of(changedAt).filter(at -> requests > 0);
    }
  }
}
