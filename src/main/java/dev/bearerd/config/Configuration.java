package dev.bearerd.config;

import java.util.List;

/**
 * A configuration without problems, as far as this package knows what the keys mean.
 *
 * @param providers in the order of the files; at least one
 */
public record Configuration(AgentConfig agent, List<ProviderEntry> providers) {
  public Configuration {
    providers = List.copyOf(providers);
  }
}
