package dev.bearerd.refresh;

import static dev.bearerd.refresh.Fetching.fetch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.journal.MemoryJournal;
import dev.bearerd.refresh.RefreshEvent.RevocationFailed;
import dev.bearerd.refresh.RefreshEvent.Revoked;
import dev.bearerd.refresh.RefreshEvent.ScopeNarrowed;
import dev.bearerd.token.Answer;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Revocation;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is revoked when, and what is not, as somebody may read it; and what was granted. */
class RevocationTest {
  private static final String HOST = "https://idp.example.com:443";
  private static final Agent.Limits LIMITS = new Agent.Limits(32, 4);

  private final ManualClock clock = new ManualClock();
  private final FakeEndpoint endpoint = new FakeEndpoint(clock, Duration.ofSeconds(100));
  private final Queue<Runnable> started = new ArrayDeque<>();
  private final Queue<Runnable> revocations = new ArrayDeque<>();
  private final List<RefreshEvent> events = new ArrayList<>();
  private final List<String> revoked = new ArrayList<>();
  private final FakeTarget target = new FakeTarget();
  private Optional<TokenException> refusal = Optional.empty();
  private final Revocation revocation = this::revoke;

  @Test
  void revokesAllOfAProviderThatWasRemovedAfterItsFilesAreGone() {
    brings("r2", "r1");
    var agent = agent(provider(definition().deletingRemoved()));
    run(agent, 1);

    agent.keep(List.of(), LIMITS);
    assertThat(revocations).isEmpty();
    run(agent, 1);

    assertThat(target.content()).isEmpty();
    assertThat(revoked).isEmpty();
    revocations.remove().run();
    assertThat(revoked)
        .containsExactly("REFRESH_TOKEN r2", "REFRESH_TOKEN r1", "ACCESS_TOKEN token-1");
    assertThat(events).filteredOn(Revoked.class::isInstance).hasSize(3);
    assertThat(revocations).isEmpty();
  }

  @Test
  void leavesAProviderThatWasRemovedAndIsKept() {
    brings("r1");
    var agent = agent(provider(definition()));
    run(agent, 1);

    agent.keep(List.of(), LIMITS);
    run(agent, 3);

    assertThat(revocations).isEmpty();
    assertThat(target.content()).isEqualTo("token-1");
  }

  @Test
  void revokesNothingWhereNobodyWantsThat() {
    brings("r1");
    var plain = Definitions.of("p", HOST, endpoint).targets(target).deletingRemoved();
    var agent = agent(provider(plain));
    run(agent, 1);

    agent.keep(List.of(), LIMITS);
    run(agent, 1);

    assertThat(revocations).isEmpty();
  }

  @Test
  void revokesNothingThatAnotherProvidersReadersMayHold() {
    brings("r1");
    var agent = agent(provider(definition().deletingRemoved()));
    run(agent, 1);
    endpoint.fails(() -> TokenException.rejected("invalid_client"));

    agent.keep(List.of(provider(Definitions.of("heir", HOST, endpoint).targets(target))), LIMITS);
    run(agent, 3);

    assertThat(target.content()).isEqualTo("token-1");
    assertThat(revocations).isEmpty();
    assertThat(events)
        .contains(new RevocationFailed("p", "tokens", "readers of fake may still hold the token"));
  }

  @Test
  void revokesTheOldTokenWhenTheNewOneIsEverywhere() {
    var provider = provider(definition());
    var agent = agent(provider);
    run(agent, 1);
    target.full(true);

    provider.reconfigure(definition().identity("another").build(), Set.of("fake"));
    agent.keep(List.of(provider), LIMITS);
    run(agent, 20);
    assertThat(revocations).isEmpty();
    target.full(false);
    run(agent, 10);

    assertThat(target.content()).isEqualTo("token-2");
    revocations.remove().run();
    assertThat(revoked).containsExactly("ACCESS_TOKEN token-1");
    assertThat(provider.state().token().map(Token::value)).contains(new Secret("token-2"));
  }

  @Test
  void waitsForTheHooksThatMakeReadersTakeUpTheNewToken() {
    var hook = new FakeHook();
    var provider = provider(definition().hooks(hook));
    var agent = agent(provider);
    run(agent, 1);
    hook.broken(true);

    provider.reconfigure(definition().hooks(hook).identity("another").build(), Set.of("fake"));
    agent.keep(List.of(provider), LIMITS);
    run(agent, 3);
    assertThat(target.content()).isEqualTo("token-2");
    assertThat(revocations).isEmpty();
    hook.broken(false);
    run(agent, 10);

    revocations.remove().run();
    assertThat(revoked).contains("ACCESS_TOKEN token-1");
  }

  @Test
  void aTargetThatIsLeftBehindKeepsAValidToken() {
    var provider = provider(definition());
    var agent = agent(provider);
    run(agent, 1);

    var moved = definition().identity("another").targets(new FakeTarget("new"));
    provider.reconfigure(moved.build(), Set.of("new"));
    agent.keep(List.of(provider), LIMITS);
    run(agent, 3);

    assertThat(target.content()).isEqualTo("token-1");
    assertThat(revocations).isEmpty();
    assertThat(events).filteredOn(RevocationFailed.class::isInstance).hasSize(1);
  }

  @Test
  void aChangeRevokesNothingOfAGrantThatTheNewTokenMayHaveToo() {
    brings("r1");
    var provider = provider(definition());
    var agent = agent(provider);
    run(agent, 1);

    provider.reconfigure(definition().identity("another").build(), Set.of("fake"));
    agent.keep(List.of(provider), LIMITS);
    run(agent, 3);
    revocations.forEach(Runnable::run);

    assertThat(target.content()).isEqualTo("token-2");
    assertThat(revoked).isEmpty();
    assertThat(events).noneMatch(RevocationFailed.class::isInstance);
  }

  @Test
  void aChangeRevokesNothingThatAConfiguredRefreshTokenBrought() {
    var provider = provider(definition().sharingGrant());
    var agent = agent(provider);
    run(agent, 1);

    provider.reconfigure(definition().identity("another").build(), Set.of("fake"));
    agent.keep(List.of(provider), LIMITS);
    run(agent, 3);
    revocations.forEach(Runnable::run);

    assertThat(target.content()).isEqualTo("token-2");
    assertThat(revoked).isEmpty();
  }

  @Test
  void revokesNothingOfAGrantWhoseTokenComesInAfterAChange() {
    brings("r1");
    var changes = new ArrayDeque<Runnable>();
    TokenSource slow =
        holdings -> {
          changes.forEach(Runnable::run);
          return endpoint.fetch(holdings);
        };
    var before = Definitions.of("p", HOST, slow).targets(target).revoking(revocation);
    var provider = provider(before);
    var agent = agent(provider);
    changes.add(
        () -> provider.reconfigure(definition().identity("another").build(), Set.of("fake")));

    run(agent, 3);
    revocations.forEach(Runnable::run);

    assertThat(target.content()).isEqualTo("token-2");
    assertThat(revoked).isEmpty();
  }

  @Test
  void revokesNothingWhoseFilesCouldNotBeRemoved() {
    brings("r1");
    var agent = agent(provider(definition().deletingRemoved()));
    run(agent, 1);
    target.full(true);

    agent.keep(List.of(), LIMITS);
    run(agent, 3);

    assertThat(target.content()).isEqualTo("token-1");
    assertThat(revocations).isEmpty();
    assertThat(failures()).containsExactly(held("fake"));
  }

  @Test
  void revokesNothingThatATargetOfAnEarlierDefinitionMayHold() {
    brings("r1");
    var provider = provider(definition());
    var agent = agent(provider);
    run(agent, 1);
    var moved = new FakeTarget("new");
    provider.reconfigure(definition().targets(moved).build(), Set.of("new"));
    provider.reconfigure(definition().targets(moved).deletingRemoved().build(), Set.of("new"));
    run(agent, 1);

    agent.keep(List.of(), LIMITS);
    run(agent, 3);

    assertThat(target.content()).isEqualTo("token-1");
    assertThat(revocations).isEmpty();
    assertThat(failures()).containsExactly(held("fake"));
  }

  @Test
  void aTargetThatCameBackIsEmptiedWithTheOthers() {
    var provider = provider(definition());
    var agent = agent(provider);
    run(agent, 1);
    provider.reconfigure(definition().targets(new FakeTarget("new")).build(), Set.of("new"));
    var back = definition().targets(target, new FakeTarget("new")).deletingRemoved();
    provider.reconfigure(back.build(), Set.of("fake", "new"));

    agent.keep(List.of(), LIMITS);
    run(agent, 1);
    revocations.remove().run();

    assertThat(target.content()).isEmpty();
    assertThat(revoked).containsExactly("ACCESS_TOKEN token-1");
  }

  @Test
  void tellsAtTheEndWhatIsNotRevoked() {
    brings("r1");
    var agent = agent(provider(definition().deletingRemoved()));
    run(agent, 1);
    agent.keep(List.of(), LIMITS);
    runAll();

    agent.stop();
    agent.abandon();
    revocations.remove().run();

    assertThat(revoked).isEmpty();
    assertThat(failures())
        .containsExactly(
            new RevocationFailed("p", "refresh token", "bearerd ended first"),
            new RevocationFailed("p", "access token", "bearerd ended first"));
  }

  @Test
  void tellsAtTheEndWhatStillWaitsForReaders() {
    var provider = provider(definition());
    var agent = agent(provider);
    run(agent, 1);
    target.full(true);
    provider.reconfigure(definition().identity("another").build(), Set.of("fake"));
    run(agent, 3);

    agent.stop();
    agent.abandon();

    assertThat(failures())
        .containsExactly(new RevocationFailed("p", "tokens", "bearerd ended first"));
  }

  @Test
  void tellsNothingAtTheEndOfWhatWasRevoked() {
    var agent = agent(provider(definition().deletingRemoved()));
    run(agent, 1);
    agent.keep(List.of(), LIMITS);
    runAll();
    revocations.remove().run();

    agent.stop();
    agent.abandon();

    assertThat(revoked).containsExactly("ACCESS_TOKEN token-1");
    assertThat(failures()).isEmpty();
  }

  @Test
  void neverRevokesWhatTheServerHasGivenAgain() {
    endpoint.repeats();
    var provider = provider(definition());
    var agent = agent(provider);
    run(agent, 1);

    provider.reconfigure(definition().identity("another").build(), Set.of("fake"));
    agent.keep(List.of(provider), LIMITS);
    run(agent, 3);

    revocations.forEach(Runnable::run);
    assertThat(revoked).isEmpty();
  }

  @Test
  void aRenewalRevokesNothing() {
    brings("r1");
    var agent = agent(provider(definition()));

    run(agent, 200);

    assertThat(endpoint.requests()).isEqualTo(3);
    assertThat(revocations).isEmpty();
  }

  @Test
  void revokesWhatComesInAfterTheEnd() {
    brings("r1");
    var provider = provider(definition().deletingRemoved());
    var agent = agent(provider);
    run(agent, 1);
    agent.refreshNow(List.of(provider)); // which is on its way when the provider goes
    brings("r2");
    var late = started.remove();
    agent.keep(List.of(), LIMITS);
    runAll();

    late.run();
    runAll();
    revocations.forEach(Runnable::run);

    assertThat(revoked).contains("REFRESH_TOKEN r1", "REFRESH_TOKEN r2", "ACCESS_TOKEN token-2");
    assertThat(target.content()).isEmpty();
  }

  @Test
  void tellsEachRevocationThatFailsAndTriesNoneAgain() {
    refusal = Optional.of(TokenException.rejected("unsupported_token_type for r1 (HTTP 400)"));
    brings("r1");
    var agent = agent(provider(definition().deletingRemoved()));
    run(agent, 1);

    agent.keep(List.of(), LIMITS);
    run(agent, 1);
    revocations.remove().run();
    run(agent, 20);

    assertThat(events)
        .filteredOn(RevocationFailed.class::isInstance)
        .containsExactly(
            new RevocationFailed("p", "refresh token", "unsupported_token_type for *** (HTTP 400)"),
            new RevocationFailed("p", "access token", "unsupported_token_type for *** (HTTP 400)"));
    assertThat(revocations).isEmpty();
  }

  @Test
  void anExpiredTokenNeedsNoRevocation() {
    var agent = agent(provider(definition().deletingRemoved()));
    run(agent, 1);
    endpoint.fails(() -> TokenException.rejected("invalid_client"));
    run(agent, 200);

    agent.keep(List.of(), LIMITS);
    run(agent, 1);
    revocations.forEach(Runnable::run);

    assertThat(revoked).isEmpty();
  }

  @Test
  void tellsOnceWhichScopesAreMissing() {
    var granted = new ArrayList<>(List.of("read"));
    var provider =
        provider(
            Definitions.of("p", HOST, holdings -> Answer.of(token(granted)))
                .scopes("read", "write", "offline_access", "https://api/.default"));

    fetch(provider);
    fetch(provider);
    assertThat(narrowed()).containsExactly(new ScopeNarrowed("p", List.of("write")));
    granted.add("write");
    fetch(provider);
    granted.remove("read");
    fetch(provider);

    assertThat(narrowed())
        .containsExactly(
            new ScopeNarrowed("p", List.of("write")), new ScopeNarrowed("p", List.of("read")));
  }

  @Test
  void anAnswerWithoutScopesSaysNothingOfThem() {
    var provider = provider(Definitions.of("p", HOST, endpoint).scopes("read", "write"));

    fetch(provider);

    assertThat(narrowed()).isEmpty();
  }

  private static RevocationFailed held(String target) {
    return new RevocationFailed(
        "p", "tokens", "readers of " + target + " may still hold the token");
  }

  private List<RefreshEvent> failures() {
    return events.stream().filter(RevocationFailed.class::isInstance).toList();
  }

  private List<RefreshEvent> narrowed() {
    return events.stream().filter(ScopeNarrowed.class::isInstance).toList();
  }

  private Token token(List<String> scopes) {
    var now = clock.instant();
    return new Token(
        new Secret("t"), scopes, now, now.plusSeconds(100), Token.ExpirySource.EXPIRES_IN);
  }

  private void revoke(Secret token, Revocation.Hint hint, Map<String, String> discoveries) {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    revoked.add(hint + " " + token.reveal());
  }

  private void brings(String... refreshTokens) {
    endpoint.brings(
        Holdings.NOTHING.withRefreshTokens(
            List.of(refreshTokens).stream().map(Secret::new).toList()));
  }

  private Definitions definition() {
    return Definitions.of("p", HOST, endpoint).targets(target).revoking(revocation);
  }

  private Provider provider(Definitions definition) {
    return new Provider(definition.build(), new MemoryJournal(), clock, new Random(7), events::add);
  }

  private Agent agent(Provider provider) {
    return new Agent(
        List.of(provider),
        LIMITS,
        new Agent.Executors(
            started::add, started::add, started::add, revocations::add, (delay, step) -> {}),
        clock.clocks(),
        events::add);
  }

  private void run(Agent agent, int seconds) {
    for (var second = 0; second < seconds; second++) {
      agent.tick();
      runAll();
      clock.advanceSeconds(1);
    }
  }

  private void runAll() {
    while (!started.isEmpty()) {
      started.remove().run();
    }
  }
}
