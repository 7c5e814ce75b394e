package dev.bearerd.secret;

import dev.bearerd.token.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * What is ours of a Secret.
 *
 * @param data base64 by key
 */
public record SecretContent(
    String type,
    Map<String, Secret> data,
    Map<String, String> labels,
    Map<String, String> annotations) {
  /** The annotation that names the provider. */
  static final String PROVIDER = "bearerd.dev/provider";

  /** The annotation that says when the token expires. */
  static final String EXPIRES_AT = "bearerd.dev/expires-at";

  /** The annotation that lists what was published, so that a key of somebody else stays theirs. */
  static final String KEYS = "bearerd.dev/keys";

  public SecretContent {
    data = Map.copyOf(data);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /** Nothing but the type, which a Secret cannot change. */
  static SecretContent nothing(String type) {
    return new SecretContent(type, Map.of(), Map.of(), Map.of());
  }

  boolean hasDataOf(SecretContent other) {
    return data.equals(other.data);
  }

  /** Whether a Secret holds the data of this, whatever else it holds. */
  boolean hasDataIn(StoredSecret secret) {
    return secret.data().entrySet().containsAll(data.entrySet());
  }

  /** Whether a Secret holds all of this, whatever else it holds. */
  boolean isHeldBy(StoredSecret secret) {
    return secret.type().equals(type)
        && hasDataIn(secret)
        && secret.labels().entrySet().containsAll(labels.entrySet())
        && secret.annotations().entrySet().containsAll(annotations.entrySet());
  }

  /** Who else owns a key that is not as this says, else who came last; empty where nobody did. */
  Optional<String> culpritIn(StoredSecret secret) {
    return data.entrySet().stream()
        .filter(entry -> !secret.holds(entry.getKey(), entry.getValue()))
        .flatMap(entry -> secret.foreignOwner(entry.getKey()).stream())
        .findFirst()
        .or(secret::lastForeigner);
  }
}
