package dev.bearerd.refresh;

import dev.bearerd.target.Target;
import dev.bearerd.token.TokenSource;
import java.util.List;

/**
 * What the configuration says of one provider.
 *
 * @param host scheme, name and port of the token endpoint; providers of one host share its limits
 */
public record ProviderDefinition(
    String name,
    String host,
    TokenSource source,
    List<Target> targets,
    RefreshPolicy refresh,
    RetryPolicy retry) {
  public ProviderDefinition {
    targets = List.copyOf(targets);
  }

  /** The same with due times that are not random. */
  public ProviderDefinition withoutJitter() {
    var exact = new RefreshPolicy(refresh.at(), 0, refresh.minInterval());
    return new ProviderDefinition(name, host, source, targets, exact, retry);
  }
}
