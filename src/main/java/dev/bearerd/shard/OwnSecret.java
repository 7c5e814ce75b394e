package dev.bearerd.shard;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.ClusterException.Kind;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.token.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A journal's Secret that is refused where it is somebody else's, and while it, or another of the
 * same journal, was written for another number of shards: providers would be looked for in the
 * wrong one, and refresh tokens lost or used twice.
 */
final class OwnSecret implements JournalSecret {
  private final JournalSecret secret;
  private final int shards;
  private final List<JournalSecret> others;
  private volatile boolean looked;

  /**
   * @param others where another number would have left something; looked at once
   */
  OwnSecret(JournalSecret secret, int shards, List<JournalSecret> others) {
    this.secret = secret;
    this.shards = shards;
    this.others = List.copyOf(others);
  }

  @Override
  public SecretName name() {
    return secret.name();
  }

  @Override
  public Optional<Content> read() {
    var content = secret.read();
    content.ifPresent(
        found -> {
          requireJournal(found);
          requireSameNumber(found, secret);
        });
    if (!looked) {
      others.forEach(this::look);
      looked = true;
    }
    return content;
  }

  @Override
  public Content create(Map<String, Secret> data, Optional<Long> fence) {
    return secret.create(data, fence);
  }

  @Override
  public Content change(String version, Map<String, Optional<Secret>> data, Optional<Long> fence) {
    return secret.change(version, data, fence);
  }

  @Override
  public void probe() {
    read();
    secret.probe();
  }

  /** Where that may not be read, nobody can tell. */
  private void look(JournalSecret other) {
    try {
      other.read().ifPresent(found -> requireSameNumber(found, other));
    } catch (ClusterException e) {
      if (e.kind() != Kind.FORBIDDEN) {
        throw e;
      }
    }
  }

  private void requireJournal(Content found) {
    if (!found.isJournal() && !found.data().isEmpty()) {
      throw ClusterException.of(
          Kind.INVALID,
          "Secret %s is no journal of bearerd and holds something else; give journal another name, or delete that Secret"
              .formatted(name()));
    }
  }

  private void requireSameNumber(Content found, JournalSecret where) {
    var other = found.shards().filter(count -> count != shards);
    if (other.isPresent()) {
      throw ClusterException.of(
          Kind.INVALID,
          "Secret %s was written with kubernetes.shards: %d, and now it is %d; set it back, or delete the Secrets of this journal, and with them its refresh tokens"
              .formatted(where.name(), other.get(), shards));
    }
  }
}
