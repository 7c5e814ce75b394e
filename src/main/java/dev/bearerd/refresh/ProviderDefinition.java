package dev.bearerd.refresh;

import dev.bearerd.hook.Hook;
import dev.bearerd.target.Target;
import dev.bearerd.token.Revocation;
import dev.bearerd.token.TokenSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the configuration says of one provider.
 *
 * @param identity tells apart what a token is and who gives it: what was obtained under another one
 *     is of no use
 * @param host scheme, name and port of the token endpoint; providers of one host share its limits
 * @param scopes that are asked for
 * @param sharesGrant whether tokens come of a refresh token that is configured, which others may
 *     have too
 * @param revocation of what is dropped, where that is wanted
 * @param targets each with a description of its own
 * @param hooks each with a description of its own
 */
public record ProviderDefinition(
    String name,
    String identity,
    String host,
    TokenSource source,
    Credentials credentials,
    List<String> scopes,
    boolean sharesGrant,
    Optional<Revocation> revocation,
    List<Target> targets,
    List<Hook> hooks,
    Policies policies) {
  public ProviderDefinition {
    scopes = List.copyOf(scopes);
    targets = List.copyOf(targets);
    hooks = List.copyOf(hooks);
  }

  /**
   * What is done when.
   *
   * @param timeout of one request
   * @param removeExpired whether readers find nothing, once the token has expired and none came
   * @param deleteRemoved whether what was published goes when its provider leaves the configuration
   */
  public record Policies(
      RefreshPolicy refresh,
      RetryPolicy retry,
      Duration timeout,
      boolean removeExpired,
      boolean deleteRemoved) {
    private Policies with(RefreshPolicy other) {
      return new Policies(other, retry, timeout, removeExpired, deleteRemoved);
    }
  }

  /** The same with due times that are not random. */
  public ProviderDefinition withoutJitter() {
    var refresh = policies.refresh();
    var exact = new RefreshPolicy(refresh.at(), 0, refresh.minInterval());
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
        policies.with(exact));
  }
}
