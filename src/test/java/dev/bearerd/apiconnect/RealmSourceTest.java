package dev.bearerd.apiconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bearerd.oauth.HttpReply;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.token.Answer;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenSource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RealmSourceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Token TOKEN =
      new Token(new Secret("t"), List.of(), NOW, NOW.plusSeconds(9), Token.ExpirySource.EXPIRES_IN);
  private static final Holdings HELD =
      new Holdings(List.of(new Secret("r1")), Map.of("realm", "provider/held"));
  private static final List<Secret> ROTATED = List.of(new Secret("r2"), new Secret("r1"));

  private final List<String> realms = new ArrayList<>();
  private int lookups;
  private int status = 200;

  @Test
  void looksTheRealmUpOnceForAllRequests() {
    var source = source(holdings -> Answer.of(TOKEN).withHoldings(holdings));

    var first = source.fetch(Holdings.NOTHING);
    source.fetch(first.holdings());

    assertThat(realms).containsExactly("provider/found", "provider/found");
    assertThat(lookups).isEqualTo(1);
  }

  @Test
  void usesTheRealmThatIsHeldWithoutAsking() {
    var answer = source(holdings -> Answer.of(TOKEN).withHoldings(holdings)).fetch(HELD);

    assertThat(realms).containsExactly("provider/held");
    assertThat(lookups).isZero();
    assertThat(answer.holdings()).isEqualTo(HELD);
  }

  @Test
  void asksForNoTokenWhileTheRealmIsNotFound() {
    status = 503;
    var renewable = HELD.withDiscoveries(Map.of());

    var failure = failure(TokenException.rejected("not asked"), renewable);

    assertThat(failure).hasMessage("HTTP 503");
    assertThat(failure.holdings()).isEmpty();
    assertThat(realms).isEmpty();
  }

  @Test
  void dropsTheRealmAndNothingElseAfterARejection() {
    var failure = failure(TokenException.rejected("no"), HELD);

    assertThat(failure).hasMessage("no");
    assertThat(failure.holdings()).contains(HELD.withDiscoveries(Map.of()));
  }

  @Test
  void looksTheRealmUpAgainAfterARejection() {
    var rejected = failure(TokenException.rejected("no"), HELD);

    failure(TokenException.rejected("no"), rejected.holdings().orElseThrow());

    assertThat(realms).containsExactly("provider/held", "provider/found");
  }

  @Test
  void holdsNothingNewWhenTheRealmThatWasJustFoundIsRefused() {
    assertThat(failure(TokenException.rejected("no"), Holdings.NOTHING).holdings()).isEmpty();
  }

  @Test
  void changesNothingWhenTheServerIsBusy() {
    assertThat(failure(TokenException.noAnswer("late"), HELD).holdings()).isEmpty();
  }

  @Test
  void holdsTheRealmThatWasFoundWhenTheServerIsBusy() {
    var failure = failure(TokenException.noAnswer("late"), Holdings.NOTHING);

    assertThat(failure.kind()).isEqualTo(TokenException.Kind.TRANSIENT);
    assertThat(failure.holdings())
        .contains(Holdings.NOTHING.withDiscoveries(Map.of("realm", "provider/found")));
  }

  @Test
  void holdsTheRefreshTokensOfAnAnswerThatFails() {
    var rotated = HELD.withRefreshTokens(ROTATED);

    var failure = failure(TokenException.malformed("unusable").holding(rotated), HELD);

    assertThat(failure.holdings()).contains(rotated);
  }

  @Test
  void holdsTheRefreshTokensOfARejectionThatBringsSome() {
    var rotated = HELD.withRefreshTokens(ROTATED);

    var failure = failure(TokenException.rejected("odd").holding(rotated), HELD);

    assertThat(failure.holdings()).contains(rotated.withDiscoveries(Map.of()));
  }

  private TokenException failure(TokenException thrown, Holdings holdings) {
    TokenSource failing =
        given -> {
          throw thrown;
        };
    return catchThrowableOfType(TokenException.class, () -> source(failing).fetch(holdings));
  }

  private RealmSource source(TokenSource tokens) {
    return new RealmSource(
        directory(),
        RealmType.PROVIDER,
        realm -> {
          realms.add(realm);
          return tokens;
        });
  }

  private RealmDirectory directory() {
    return new RealmDirectory(
        URI.create("https://apim.example.com/"),
        (call, limits) -> {
          lookups++;
          return new HttpReply(status, Map.of(), "{\"results\":[{\"name\":\"found\"}]}", NOW);
        },
        new HttpTransport.Limits(Duration.ofSeconds(1), 1024));
  }
}
