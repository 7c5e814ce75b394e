package dev.bearerd.kit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link CrowdServer} knows of one client: what it asked for and what it was given. Safe for
 * threads.
 */
public final class ServedClient {
  private final String id;
  private final Duration lifetime;
  private final Map<String, Instant> expiryByToken = new HashMap<>();
  private final List<Instant> requests = new ArrayList<>();
  private final List<Instant> deliveries = new ArrayList<>();
  private final List<Instant> logins = new ArrayList<>();
  private final List<Instant> refusals = new ArrayList<>();
  private Optional<RefreshChain> chain = Optional.empty();

  ServedClient(String id, Duration lifetime) {
    this.id = id;
    this.lifetime = lifetime;
  }

  public String id() {
    return id;
  }

  /** When a token ends; empty where this client was never given it. */
  public synchronized Optional<Instant> expiry(String token) {
    return Optional.ofNullable(expiryByToken.get(token));
  }

  /** When each request had come in whole, also those that failed. */
  public synchronized List<Instant> requests() {
    return List.copyOf(requests);
  }

  /** When each token had been sent whole. */
  public synchronized List<Instant> deliveries() {
    return List.copyOf(deliveries);
  }

  /** When a password was taken. */
  public synchronized List<Instant> logins() {
    return List.copyOf(logins);
  }

  /** When a refresh token was refused, being older than the predecessor or unknown. */
  public synchronized List<Instant> refusals() {
    return List.copyOf(refusals);
  }

  synchronized void asked(Instant at) {
    requests.add(at);
  }

  synchronized void delivered(Instant at) {
    deliveries.add(at);
  }

  /** The answer to a request; empty where its refresh token is refused. */
  synchronized Optional<String> answer(Map<String, Object> fields) {
    var now = Instant.now();
    var number = expiryByToken.size() + 1;
    var next = id + "-refresh-" + number;
    var grant = String.valueOf(fields.get("grant_type"));
    if (grant.equals("refresh_token")
        && !isGood(String.valueOf(fields.get("refresh_token")), next)) {
      refusals.add(now);
      return Optional.empty();
    }
    if (grant.equals("password")) {
      logins.add(now);
      chain = Optional.of(new RefreshChain(next));
    }
    var token = "%s-%d-%s".formatted(id, number, "x".repeat(200));
    expiryByToken.put(token, now.plus(lifetime));
    var rest = ", \"expires_in\": " + lifetime.toSeconds();
    var refresh = grant.equals("client_credentials") ? "" : ", \"refresh_token\": \"%s\"";
    return Optional.of(
        "{\"access_token\": \"%s\", \"token_type\": \"Bearer\"%s%s}"
            .formatted(token, rest, refresh.formatted(next)));
  }

  private boolean isGood(String presented, String next) {
    return chain.filter(tokens -> tokens.use(presented, next)).isPresent();
  }
}
