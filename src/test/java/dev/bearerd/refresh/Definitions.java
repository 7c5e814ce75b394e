package dev.bearerd.refresh;

import dev.bearerd.hook.Hook;
import dev.bearerd.refresh.ProviderDefinition.Policies;
import dev.bearerd.target.Target;
import dev.bearerd.token.Revocation;
import dev.bearerd.token.TokenSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Definitions for tests: usual policies without jitter, and only what a test names beyond. */
public final class Definitions {
  private static final RefreshPolicy REFRESH = new RefreshPolicy(0.75, 0, Duration.ofSeconds(1));
  private static final RetryPolicy RETRY =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5));
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final String name;
  private final String host;
  private final TokenSource source;
  private String identity = "identity";
  private Credentials credentials = Credentials.NONE;
  private RefreshPolicy refresh = REFRESH;
  private List<String> scopes = List.of();
  private boolean sharesGrant;
  private Optional<Revocation> revocation = Optional.empty();
  private List<Target> targets = List.of();
  private List<Hook> hooks = List.of();
  private boolean removeExpired;
  private boolean deleteRemoved;

  private Definitions(String name, String host, TokenSource source) {
    this.name = name;
    this.host = host;
    this.source = source;
  }

  public static Definitions of(String name, String host, TokenSource source) {
    return new Definitions(name, host, source);
  }

  public Definitions targets(Target... some) {
    targets = List.of(some);
    return this;
  }

  public Definitions hooks(Hook... some) {
    hooks = List.of(some);
    return this;
  }

  public Definitions identity(String text) {
    identity = text;
    return this;
  }

  public Definitions scopes(String... some) {
    scopes = List.of(some);
    return this;
  }

  public Definitions sharingGrant() {
    sharesGrant = true;
    return this;
  }

  public Definitions revoking(Revocation how) {
    revocation = Optional.of(how);
    return this;
  }

  public Definitions credentials(Credentials some) {
    credentials = some;
    return this;
  }

  public Definitions refresh(RefreshPolicy policy) {
    refresh = policy;
    return this;
  }

  public Definitions removingExpired() {
    removeExpired = true;
    return this;
  }

  public Definitions deletingRemoved() {
    deleteRemoved = true;
    return this;
  }

  public ProviderDefinition build() {
    return new ProviderDefinition(
        name,
        identity,
        host,
        source,
        credentials,
        scopes,
        sharesGrant,
        revocation,
        targets,
        hooks,
        new Policies(refresh, RETRY, TIMEOUT, removeExpired, deleteRemoved));
  }
}
