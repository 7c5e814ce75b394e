package dev.bearerd.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bearerd.kubernetes.SecretName;
import java.util.HashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShardingTest {
  private static final SecretName CONFIGURED = new SecretName("apps", "bearerd");

  /** Replicas of different versions must agree for ever. */
  @Test
  void providersStayWhereTheyAre() {
    var nine = new Sharding(9);

    assertThat(nine.shardOf("orders")).isEqualTo(7);
    assertThat(nine.shardOf("billing")).isEqualTo(1);
    assertThat(nine.shardOf("a.b-c")).isEqualTo(6);
  }

  @Test
  void oneShardHasAll() {
    assertThat(IntStream.range(0, 100).map(i -> new Sharding(1).shardOf("p" + i))).containsOnly(0);
  }

  @Test
  void spreadsNamesThatAreMuchAlike() {
    var counts = new HashMap<Integer, Integer>();

    IntStream.range(0, 9000)
        .map(i -> new Sharding(9).shardOf("provider-" + i))
        .forEach(shard -> counts.merge(shard, 1, Integer::sum));

    assertThat(counts).hasSize(9);
    assertThat(counts.values()).allMatch(count -> count > 880 && count < 1120);
  }

  @Test
  void eachShardHasASecretOfItsOwn() {
    assertThat(new Sharding(1).secret(CONFIGURED, 0)).isEqualTo(CONFIGURED);
    assertThat(new Sharding(3).secret(CONFIGURED, 2))
        .isEqualTo(new SecretName("apps", "bearerd-2"));
  }

  @Test
  void thereIsOneShardAtLeast() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Sharding(0));
  }
}
