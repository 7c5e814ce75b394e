package dev.bearerd.token;

import java.util.List;
import java.util.Map;

/**
 * What a source has from earlier answers and wants to be given at its next request. It changes with
 * an answer, and must survive a restart.
 *
 * @param refreshTokens the newest first; its predecessor follows while a server may still accept it
 * @param discoveries what was found out and need not be asked for again, by name
 */
public record Holdings(List<Secret> refreshTokens, Map<String, String> discoveries) {
  public static final Holdings NOTHING = new Holdings(List.of(), Map.of());

  public Holdings {
    refreshTokens = List.copyOf(refreshTokens);
    discoveries = Map.copyOf(discoveries);
  }

  public Holdings withRefreshTokens(List<Secret> tokens) {
    return new Holdings(tokens, discoveries);
  }

  public Holdings withDiscoveries(Map<String, String> found) {
    return new Holdings(refreshTokens, found);
  }
}
