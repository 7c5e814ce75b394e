package dev.bearerd.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.token.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which changes of a batch are refused where not all of them fit into the Secret. */
final class ChangesTest {
  private static final int KIB = 1024;

  /** They leave 24 KiB. */
  private final Map<String, Secret> data =
      IntStream.range(0, 50)
          .boxed()
          .collect(Collectors.toMap(i -> "p" + i + ".json", i -> text(20 * KIB)));

  private final Map<String, Optional<Secret>> wanted =
      new HashMap<>(
          data.keySet().stream()
              .collect(Collectors.toMap(key -> key, key -> Optional.of(text(20 * KIB)))));

  @Test
  void whatGrewGivesWayAndNotWhatIsAsLargeAsBefore() {
    wanted.put("p7.json", Optional.of(text(60 * KIB)));

    assertThat(refused()).containsOnly("p7.json");
  }

  @Test
  void whatGrewMostGivesWayFirst() {
    wanted.put("p7.json", Optional.of(text(40 * KIB)));
    wanted.put("p8.json", Optional.of(text(41 * KIB)));
    wanted.put("new.json", Optional.of(text(4 * KIB)));

    assertThat(refused()).containsOnly("p8.json");
  }

  @Test
  void aRemovalMakesRoom() {
    wanted.put("p7.json", Optional.of(text(60 * KIB)));
    wanted.put("p8.json", Optional.empty());

    assertThat(refused()).isEmpty();
  }

  private Iterable<String> refused() {
    var changes = new Changes(wanted, new SecretName("apps", "bearerd"), true);
    changes.refuseTooLarge(data);
    return changes.refused().keySet();
  }

  private static Secret text(int length) {
    return new Secret("x".repeat(length));
  }
}
