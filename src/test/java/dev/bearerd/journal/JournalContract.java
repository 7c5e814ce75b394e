package dev.bearerd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.token.Holdings;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every journal promises. */
public abstract class JournalContract {
  protected static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");
  protected static final Entry ENTRY =
      new Entry(
          "cafe",
          Optional.of(token("access")),
          new Holdings(
              List.of(new Secret("refresh-2"), new Secret("refresh-1")),
              Map.of("realm", "provider/default-idp-2")),
          Optional.of(NOW.plusSeconds(1)),
          Optional.of(new Refusals(2, NOW.plusSeconds(2))),
          Optional.of(NOW.plusSeconds(3)),
          false);

  protected abstract Journal journal();

  @Test
  void holdsNothingAtFirst() {
    assertThat(journal().load("orders")).isEmpty();
  }

  @Test
  void givesBackWhatWasStored() {
    var journal = journal();

    journal.store("orders", ENTRY);

    assertThat(journal.load("orders")).hasValue(ENTRY);
  }

  @Test
  void givesBackABlankEntry() {
    var journal = journal();

    journal.store("orders", Entry.blank("beef"));

    assertThat(journal.load("orders")).hasValue(Entry.blank("beef"));
  }

  @Test
  void keepsTheLastEntryOnly() {
    var journal = journal();
    journal.store("orders", ENTRY);

    journal.store("orders", entry("second"));

    assertThat(journal.load("orders")).hasValue(entry("second"));
  }

  @Test
  void keepsProvidersApart() {
    var journal = journal();

    journal.store("a", entry("one"));
    journal.store("a.json", entry("two"));
    journal.store("a-b", entry("three"));

    assertThat(journal.load("a")).hasValue(entry("one"));
    assertThat(journal.load("a.json")).hasValue(entry("two"));
    assertThat(journal.load("b")).isEmpty();
  }

  @Test
  void forgetsAProvider() {
    var journal = journal();
    journal.store("orders", ENTRY);
    journal.store("other", ENTRY);

    journal.remove("orders");
    journal.remove("never-stored");

    assertThat(journal.load("orders")).isEmpty();
    assertThat(journal.load("other")).hasValue(ENTRY);
  }

  @Test
  void canBeHeldAgainOnceItWasLetGo() {
    var journal = journal();

    journal.hold("orders").orElseThrow().close();
    var again = journal.hold("orders");

    assertThat(again).isPresent();
  }

  @Test
  void servesManyThreadsAtOnce() throws Exception {
    var journal = journal();
    var threads = Executors.newFixedThreadPool(8);
    try {
      var stores =
          IntStream.range(0, 40)
              .mapToObj(i -> threads.submit(() -> journal.store("p" + i % 20, ENTRY)))
              .toList();
      for (var store : stores) {
        store.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(IntStream.range(0, 20)).allMatch(i -> journal.load("p" + i).isPresent());
  }

  protected static Entry entry(String accessToken) {
    return Entry.blank("cafe").answered(token(accessToken), Holdings.NOTHING, true);
  }

  private static Token token(String value) {
    return new Token(
        new Secret(value),
        List.of("read", "write"),
        NOW,
        NOW.plusSeconds(3600),
        Token.ExpirySource.JWT);
  }
}
