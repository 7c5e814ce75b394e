package dev.bearerd.shard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bearerd.journal.JournalException;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.token.Secret;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes that go to a Secret with one request: those that are still wanted, and why the others are
 * refused. An empty value removes its key. Used by one thread.
 */
final class Changes {
  private final Map<String, Optional<Secret>> wanted;
  private final Map<String, JournalException> refused = new HashMap<>();
  private final SecretName secret;
  private final boolean isHolders;

  /**
   * @param isHolders whether they are those of the shard's holder
   */
  Changes(Map<String, Optional<Secret>> wanted, SecretName secret, boolean isHolders) {
    this.wanted = new HashMap<>(wanted);
    this.secret = secret;
    this.isHolders = isHolders;
  }

  Map<String, Optional<Secret>> wanted() {
    return Map.copyOf(wanted);
  }

  Map<String, JournalException> refused() {
    return Map.copyOf(refused);
  }

  boolean isEmpty() {
    return wanted.isEmpty();
  }

  Map<String, Secret> madeTo(Map<String, Secret> data) {
    var after = new HashMap<>(data);
    wanted.forEach(
        (key, value) -> value.ifPresentOrElse(v -> after.put(key, v), () -> after.remove(key)));
    return after;
  }

  /** As few as it takes for the others to fit: those first that take most of the room. */
  void refuseTooLarge(Map<String, Secret> data) {
    var growth = Comparator.<String>comparingInt(key -> growth(key, data)).reversed();
    for (var key : wanted.keySet().stream().sorted(growth).toList()) {
      if (size(madeTo(data)) <= SecretJournal.ROOM) {
        return;
      }
      refuse(key, tooLarge(key));
    }
  }

  /**
   * What somebody else has written meanwhile stays.
   *
   * @param unanswered what was sent without an answer, and may be what is there now
   */
  void refuseOvertaken(
      Map<String, Secret> before,
      Map<String, Secret> now,
      Map<String, Optional<Secret>> unanswered) {
    for (var key : Set.copyOf(wanted.keySet())) {
      var there = Optional.ofNullable(now.get(key));
      var isKnown = there.equals(Optional.ofNullable(before.get(key)));
      if (!isKnown && !there.equals(unanswered.get(key))) {
        var words = "another process has written %s of Secret %s".formatted(key, secret);
        refuse(key, JournalException.forbidding(words).passing());
      }
    }
  }

  private void refuse(String key, JournalException why) {
    wanted.remove(key);
    refused.put(key, why);
  }

  private JournalException tooLarge(String key) {
    var message =
        "%s does not fit into Secret %s beside the others, which may hold 1 MiB; raise kubernetes.shards"
            .formatted(key, secret);
    return isHolders ? JournalException.forbidding(message) : new JournalException(message);
  }

  private int growth(String key, Map<String, Secret> data) {
    var after = wanted.getOrDefault(key, Optional.empty());
    return size(after) - size(Optional.ofNullable(data.get(key)));
  }

  private static int size(Map<String, Secret> data) {
    return data.values().stream().mapToInt(value -> size(Optional.of(value))).sum();
  }

  private static int size(Optional<Secret> value) {
    return value.map(secret -> secret.reveal().getBytes(UTF_8).length).orElse(0);
  }
}
