package dev.bearerd.cli;

import dev.bearerd.config.Configuration;
import dev.bearerd.config.ProviderConfig.GrantType;
import dev.bearerd.config.ProviderEntry;
import dev.bearerd.shard.SecretJournal;
import dev.bearerd.shard.Sharding;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whether what is remembered of all providers fits into the Secrets of a journal, by generous
 * estimates: 4 KiB for a token, and 8 KiB more where refresh tokens come with it.
 */
final class JournalRoom {
  private static final int TOKEN = 4 * 1024;
  private static final int REFRESH_TOKENS = 8 * 1024;
  private static final int MOST_SHARDS = 100;
  private static final Set<Optional<GrantType>> WITH_REFRESH_TOKENS =
      Set.of(Optional.of(GrantType.PASSWORD), Optional.of(GrantType.REFRESH_TOKEN));

  private JournalRoom() {}

  /** What is wrong, where something is. */
  static Optional<String> problem(Configuration configuration) {
    var shards = configuration.agent().kubernetes().shards();
    var providers = configuration.providers();
    return configuration.agent().journal().kubernetesSecret().isEmpty() || fits(providers, shards)
        ? Optional.empty()
        : Optional.of(
            "%d providers do not fit into %s of 1 MiB: %s"
                .formatted(
                    providers.size(),
                    shards == 1 ? "one Secret" : shards + " Secrets",
                    advice(providers, shards)));
  }

  private static String advice(List<ProviderEntry> providers, int shards) {
    var enough =
        IntStream.rangeClosed(shards + 1, MOST_SHARDS).filter(n -> fits(providers, n)).findFirst();
    return enough.isPresent()
        ? "set kubernetes.shards to " + enough.getAsInt() + " or more"
        : "share them among several configurations";
  }

  private static boolean fits(List<ProviderEntry> providers, int shards) {
    var sharding = new Sharding(shards);
    var sizes = new HashMap<Integer, Integer>();
    providers.forEach(p -> sizes.merge(sharding.shardOf(p.name()), size(p), Integer::sum));
    return sizes.isEmpty() || Collections.max(sizes.values()) <= SecretJournal.ROOM;
  }

  private static int size(ProviderEntry provider) {
    return WITH_REFRESH_TOKENS.contains(provider.config().grant()) ? TOKEN + REFRESH_TOKENS : TOKEN;
  }
}
