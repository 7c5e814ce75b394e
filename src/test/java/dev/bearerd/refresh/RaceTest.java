package dev.bearerd.refresh;

import static dev.bearerd.refresh.Fetching.fetch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.hook.Occasion;
import dev.bearerd.journal.MemoryJournal;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Something happens to a provider in the middle of something else. */
class RaceTest {
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final ManualClock clock = new ManualClock();
  private final InterruptedClock interrupted = new InterruptedClock(clock);
  private final FakeEndpoint endpoint = new FakeEndpoint(clock, LIFETIME);
  private final FakeTarget target = new FakeTarget();
  private final MemoryJournal journal = new MemoryJournal();
  private final List<RefreshEvent> events = new ArrayList<>();
  private Runnable meanwhile = () -> {};
  private boolean isReconfigured;

  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "3, false", "1, true", "2, true", "3, true", "4, true"})
  void aTokenThatComesInWhileItsPredecessorEndsIsPublished(int look, boolean removes) {
    // Given
    var provider = provider(removes ? definition().removingExpired() : definition());
    fetch(provider);
    provider.publish();
    clock.advance(LIFETIME);

    // When
    interrupted.at(look, () -> fetch(provider));
    provider.publish();
    interrupted.at(0, () -> {});
    if (endpoint.requests() == 1) { // it was not looked at so often
      fetch(provider);
    }

    // Then
    assertThat(provider.nextPublication()).hasValueSatisfying(this::isDue);
    provider.publish();
    assertThat(target.content()).isEqualTo("token-2");
    assertThat(provider.state().isPublished()).isTrue();
  }

  @Test
  void aFailureUnderAnotherDefinitionPutsNothingOff() {
    var provider = provider(definition().credentials(slow()));
    endpoint.fails(() -> TokenException.rejected("invalid_client"));
    meanwhile = () -> reconfigure(provider);

    fetch(provider);

    assertThat(isReconfigured).isTrue();
    assertThat(provider.isFetchDue(clock.instant())).isTrue();
  }

  @Test
  void aFailureWhileTheClockIsSetBackPutsNothingOff() {
    var provider = provider(definition().credentials(slow()));
    endpoint.fails(() -> TokenException.rejected("invalid_client"));
    meanwhile = () -> stepBack(provider);

    fetch(provider);

    assertThat(provider.state().nextFetch()).isEqualTo(clock.instant().plusSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aTokenOfAnotherIdentityIsNotTakenOver(int look) {
    // Given another process that has renewed the token
    var provider = provider(definition());
    fetch(provider);
    clock.advance(Duration.ofMinutes(50));
    var other = provider(definition());
    other.resume();
    fetch(other);

    // When
    events.clear();
    interrupted.at(look, () -> reconfigure(provider));
    fetch(provider);

    // Then
    assertThat(events).doesNotHaveAnyElementsOfTypes(RefreshEvent.Resumed.class);
    assertThat(isReconfigured).isTrue();
    var held = provider.state().token().map(Token::value).map(Secret::reveal);
    assertThat(held.filter("token-2"::equals)).isEmpty();
  }

  @Test
  void aHookThatRunsHearsOfATokenThatLooksTheSame() {
    var hook = new FakeHook();
    var task = new HookTask(hook, List::of, clock, event -> {});
    var occasion = new Occasion("orders", List.of(), clock.instant().plus(LIFETIME));
    hook.meanwhile(() -> task.announce(occasion, List.of()));
    task.announce(occasion, List.of());

    task.run();

    assertThat(task.due()).isPresent();
    task.run();
    assertThat(task.due()).isEmpty();
    assertThat(hook.heard()).hasSize(2);
  }

  /** A secret in a file, on a disk that takes its time. */
  private Credentials slow() {
    return new Credentials(
        List.of(
            () -> {
              var once = meanwhile;
              meanwhile = () -> {};
              once.run();
              return new Secret("s3cret");
            }),
        List.of(),
        false);
  }

  private void stepBack(Provider provider) {
    clock.step(Duration.ofHours(-2));
    provider.shift(Duration.ofHours(-2));
  }

  private void reconfigure(Provider provider) {
    isReconfigured = true;
    provider.reconfigure(definition().identity("another").build(), Set.of());
  }

  private void isDue(Instant at) {
    assertThat(at).isBeforeOrEqualTo(clock.instant());
  }

  private Definitions definition() {
    return Definitions.of("orders", "https://idp.example.com:443", endpoint).targets(target);
  }

  private Provider provider(Definitions definition) {
    return new Provider(definition.build(), journal, interrupted, new Random(7), events::add);
  }
}
