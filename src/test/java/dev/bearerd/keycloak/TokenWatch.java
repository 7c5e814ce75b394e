package dev.bearerd.keycloak;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Follows what an agent publishes, and shows each new token to the server that gave it. */
final class TokenWatch {
  private final Installation installation;
  private final AuthorizationServer server;
  private final Map<String, Map<String, Boolean>> seen = new LinkedHashMap<>();

  TokenWatch(Installation installation, AuthorizationServer server) {
    this.installation = installation;
    this.server = server;
    installation.providers().forEach(provider -> seen.put(provider, new LinkedHashMap<>()));
  }

  /** Returns when each provider has published so many tokens, or when the time is up. */
  void follow(int tokens, AgentProcess process, Duration limit) {
    try {
      Await.until("tokens", limit, () -> look(tokens), process::stderr);
    } catch (AssertionError e) {
      // each provider has a test of its own
    }
  }

  /** Whether the server accepts it, by token, in the order of publication. */
  Map<String, Boolean> seen(String provider) {
    return seen.getOrDefault(provider, Map.of());
  }

  private boolean look(int tokens) {
    seen.forEach(this::look);
    return seen.values().stream().allMatch(of -> of.size() >= tokens);
  }

  private void look(String provider, Map<String, Boolean> of) {
    var token = installation.token(provider);
    if (!token.isEmpty()) {
      of.computeIfAbsent(token, server::accepts);
    }
  }
}
