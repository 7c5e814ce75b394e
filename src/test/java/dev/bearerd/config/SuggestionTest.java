package dev.bearerd.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionTest {
  private static final List<String> KNOWN = List.of("client-id", "client-secret", "realm", "tls");

  @ParameterizedTest
  @CsvSource({
    "clinet-id,client-id",
    "client_id,client-id",
    "clientId,client-id",
    "client-secrets,client-secret",
    "relm,realm",
    "tsl,tls",
    "realm,realm"
  })
  void findsTheNearestWord(String word, String expected) {
    assertThat(Suggestion.closest(word, KNOWN)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"audience", "x", "''", "secret"})
  void suggestsNothingThatIsFarAway(String word) {
    assertThat(Suggestion.closest(word, KNOWN)).isEmpty();
  }

  @Test
  void suggestsNothingWhereNothingIsKnown() {
    assertThat(Suggestion.closest("tls", List.of())).isEmpty();
  }
}
