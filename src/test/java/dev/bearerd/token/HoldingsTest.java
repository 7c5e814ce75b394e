package dev.bearerd.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HoldingsTest {
  private static final Holdings BOTH =
      new Holdings(
          List.of(new Secret("mark2"), new Secret("mark1")), Map.of("realm", "provider/a"));

  @Test
  void keepsDiscoveriesWhenRefreshTokensChange() {
    assertThat(BOTH.withRefreshTokens(List.of()))
        .isEqualTo(new Holdings(List.of(), BOTH.discoveries()));
  }

  @Test
  void keepsRefreshTokensWhenDiscoveriesChange() {
    assertThat(BOTH.withDiscoveries(Map.of()))
        .isEqualTo(new Holdings(BOTH.refreshTokens(), Map.of()));
  }

  @Test
  void isWhatItWasWhenTheGivenCollectionsChange() {
    var refreshTokens = new ArrayList<>(BOTH.refreshTokens());
    var discoveries = new HashMap<>(BOTH.discoveries());
    var holdings = new Holdings(refreshTokens, discoveries);

    refreshTokens.clear();
    discoveries.clear();

    assertThat(holdings).isEqualTo(BOTH);
  }

  @Test
  void doesNotShowRefreshTokens() {
    assertThat(BOTH.toString()).doesNotContain("mark");
  }
}
