package dev.bearerd.shard;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.token.Secret;
import java.util.Map;
import java.util.Optional;

/** The one Secret that a journal is written into, as the API server has it. */
interface JournalSecret {

  /**
   * What it holds.
   *
   * @param version by which somebody else's change is noticed
   * @param fence of the replica that has taken it over last; empty where none has
   * @param isJournal whether it is known as one by its marks
   * @param shards for how many it was written; empty where that is not marked
   */
  record Content(
      String version,
      Map<String, Secret> data,
      Optional<Long> fence,
      boolean isJournal,
      Optional<Integer> shards) {
    public Content {
      data = Map.copyOf(data);
    }
  }

  SecretName name();

  /** Empty where there is none. */
  Optional<Content> read();

  /**
   * Makes it.
   *
   * @throws ClusterException a conflict where there is one already
   */
  Content create(Map<String, Secret> data, Optional<Long> fence);

  /**
   * Changes these keys, and no others.
   *
   * @param version that the change is made to
   * @param data an empty value removes the key
   * @throws ClusterException a conflict where it has another version
   */
  Content change(String version, Map<String, Optional<Secret>> data, Optional<Long> fence);

  /**
   * Does what a change needs, and changes nothing.
   *
   * @throws ClusterException with the reason why it could not be changed
   */
  void probe();
}
