package dev.bearerd.shard;

import dev.bearerd.journal.Journal;
import dev.bearerd.kubernetes.Cluster;
import dev.bearerd.kubernetes.Right;
import dev.bearerd.kubernetes.Right.Verb;
import dev.bearerd.kubernetes.SecretName;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The journals of all shards, each in a Secret of its own: {@code NAME} where there is one shard,
 * else {@code NAME-0} and so on. Nothing is asked of the cluster before one is used.
 */
public final class SecretJournals {
  private static final Sharding ALONE = new Sharding(1);
  private static final Sharding SEVERAL = new Sharding(2); // any number of them begins at 0

  private final Cluster cluster;
  private final Sharding sharding;
  private final Supplier<SecretName> configured;
  private final String writer;
  private final InstantSource clock;

  /**
   * @param configured is asked for with each request, as the namespace may be the cluster's to say
   * @param writer of this process, and no other
   */
  public SecretJournals(
      Cluster cluster,
      Sharding sharding,
      Supplier<SecretName> configured,
      String writer,
      InstantSource clock) {
    this.cluster = cluster;
    this.sharding = sharding;
    this.configured = configured;
    this.writer = writer;
    this.clock = clock;
  }

  /** What an account needs to keep these journals, and to see what another number has left. */
  public static List<Right> rights(SecretName configured, Sharding sharding) {
    var own =
        IntStream.range(0, sharding.count())
            .mapToObj(shard -> sharding.secret(configured, shard))
            .flatMap(secret -> SecretJournal.rights(secret).stream());
    var before =
        Stream.of(Right.secret(Verb.GET, configured)).filter(right -> sharding.count() > 1);
    return Stream.concat(own, before).toList();
  }

  /**
   * That of one shard.
   *
   * @param fence of the shard's holder; empty for who holds none
   */
  public SecretJournal of(int shard, Optional<Fence> fence) {
    var own = secret(sharding, shard);
    var others = List.of(secret(SEVERAL, 0), secret(ALONE, 0));
    return new SecretJournal(new OwnSecret(own, sharding.count(), others), fence, clock);
  }

  /** For a command that holds no shard. */
  public Journal ofAll() {
    return sharding.count() == 1
        ? of(0, Optional.empty())
        : new ShardedJournal(
            sharding,
            IntStream.range(0, sharding.count())
                .<Journal>mapToObj(shard -> of(shard, Optional.empty()))
                .toList(),
            new ApiLeases(cluster, writer),
            clock);
  }

  private JournalSecret secret(Sharding by, int shard) {
    return new ApiJournalSecret(
        cluster, () -> by.secret(configured.get(), shard), sharding.count(), writer);
  }
}
