package dev.bearerd.secret;

import dev.bearerd.token.Secret;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Secret as it was at one moment.
 *
 * @param uid another one where it was deleted and made anew
 * @param version grows with each change
 * @param data base64 by key
 * @param managers who has a hand in it
 */
public record StoredSecret(
    String uid,
    long version,
    String type,
    Map<String, Secret> data,
    Map<String, String> labels,
    Map<String, String> annotations,
    List<Owner> managers) {
  public StoredSecret {
    data = Map.copyOf(data);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    managers = List.copyOf(managers);
  }

  /**
   * One of those who have written it.
   *
   * @param changed when, as the API server writes it
   * @param keys those of the data that it owns
   */
  public record Owner(String name, String changed, Set<String> keys) {
    public Owner {
      keys = Set.copyOf(keys);
    }

    boolean isOurs() {
      return name.equals(Secrets.MANAGER);
    }
  }

  boolean isOlderThan(StoredSecret other) {
    return uid.equals(other.uid) && version < other.version;
  }

  /** The provider that publishes into it. */
  Optional<String> provider() {
    return Optional.ofNullable(annotations.get(SecretContent.PROVIDER));
  }

  /** The keys that we have published, as far as nobody has altered the list. */
  Set<String> publishedKeys() {
    return new HashSet<>(List.of(annotations.getOrDefault(SecretContent.KEYS, "").split(",")));
  }

  /**
   * Whether a key has this value.
   *
   * @param value base64
   */
  boolean holds(String key, Secret value) {
    return data.entrySet().contains(Map.entry(key, value));
  }

  /** Who owns a key, if it is not us. */
  Optional<String> foreignOwner(String key) {
    return foreign().stream()
        .filter(manager -> manager.keys().contains(key))
        .map(Owner::name)
        .findFirst();
  }

  /** The last who has changed it and is not us. */
  Optional<String> lastForeigner() {
    return foreign().stream().max(Comparator.comparing(Owner::changed)).map(Owner::name);
  }

  /** Whether nobody else has a hand in it. */
  boolean isOnlyOurs() {
    return foreign().isEmpty();
  }

  private List<Owner> foreign() {
    return managers.stream().filter(manager -> !manager.isOurs()).toList();
  }
}
