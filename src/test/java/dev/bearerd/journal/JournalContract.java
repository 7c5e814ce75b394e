package dev.bearerd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every journal promises. */
abstract class JournalContract {
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");
  static final Token TOKEN = token("access", Optional.of(new Secret("refresh")));

  abstract Journal journal();

  @Test
  void holdsNothingAtFirst() {
    assertThat(journal().load("orders")).isEmpty();
  }

  @Test
  void givesBackWhatWasStored() {
    var journal = journal();

    journal.store("orders", TOKEN);

    assertThat(journal.load("orders")).hasValue(TOKEN);
  }

  @Test
  void givesBackATokenWithoutRefreshTokenAndScopes() {
    var journal = journal();
    var plain =
        new Token(
            new Secret("access"),
            Optional.empty(),
            List.of(),
            NOW,
            NOW.plusSeconds(1),
            Token.ExpirySource.ASSUMED);

    journal.store("orders", plain);

    assertThat(journal.load("orders")).hasValue(plain);
  }

  @Test
  void keepsTheLastTokenOnly() {
    var journal = journal();
    journal.store("orders", TOKEN);

    journal.store("orders", token("second", Optional.empty()));

    assertThat(journal.load("orders")).hasValue(token("second", Optional.empty()));
  }

  @Test
  void keepsProvidersApart() {
    var journal = journal();

    journal.store("a", token("one", Optional.empty()));
    journal.store("a.json", token("two", Optional.empty()));
    journal.store("a-b", token("three", Optional.empty()));

    assertThat(journal.load("a")).hasValue(token("one", Optional.empty()));
    assertThat(journal.load("a.json")).hasValue(token("two", Optional.empty()));
    assertThat(journal.load("b")).isEmpty();
  }

  @Test
  void servesManyThreadsAtOnce() throws Exception {
    var journal = journal();
    var threads = Executors.newFixedThreadPool(8);
    try {
      var stores =
          IntStream.range(0, 40)
              .mapToObj(i -> threads.submit(() -> journal.store("p" + i % 20, TOKEN)))
              .toList();
      for (var store : stores) {
        store.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(IntStream.range(0, 20)).allMatch(i -> journal.load("p" + i).isPresent());
  }

  static Token token(String value, Optional<Secret> refreshToken) {
    return new Token(
        new Secret(value),
        refreshToken,
        List.of("read", "write"),
        NOW,
        NOW.plusSeconds(3600),
        Token.ExpirySource.JWT);
  }
}
