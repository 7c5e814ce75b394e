package dev.bearerd.secret;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.target.Format;
import dev.bearerd.target.TargetException;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one provider publishes in one Secret, and what it may take from others for that.
 *
 * @param entries format by key
 * @param force whether keys are taken over that somebody else had put there
 */
public record Claim(
    String provider,
    SecretName secret,
    Map<String, Format> entries,
    String type,
    Map<String, String> labels,
    Map<String, String> annotations,
    boolean force) {
  /** What the API server takes. */
  private static final int MAX_BYTES = 1024 * 1024;

  private static final String ADVICE = "; choose another name, or say force: true to take it over";

  public Claim {
    entries = Map.copyOf(entries);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /**
   * What the Secret is to hold of us.
   *
   * @throws TargetException where a format fails, or it would be too large
   */
  SecretContent content(Token token) {
    var data = new HashMap<String, Secret>();
    var size = 0;
    for (var entry : new TreeMap<>(entries).entrySet()) {
      var bytes = entry.getValue().render(token);
      size += bytes.length;
      data.put(entry.getKey(), new Secret(Base64.getEncoder().encodeToString(bytes)));
    }
    if (size > MAX_BYTES) {
      throw new TargetException("%s: it would be larger than 1 MiB".formatted(secret));
    }
    return new SecretContent(type, data, labels, annotations(token));
  }

  private Map<String, String> annotations(Token token) {
    var all = new HashMap<>(annotations);
    all.put(SecretContent.PROVIDER, provider);
    all.put(SecretContent.EXPIRES_AT, token.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
    all.put(SecretContent.KEYS, String.join(",", new TreeSet<>(entries.keySet())));
    return all;
  }

  /** Whether a Secret says that this provider publishes into it. */
  boolean isOurs(StoredSecret found) {
    return found.provider().equals(Optional.of(provider));
  }

  /**
   * How the content may be brought in. What was ours is put back whoever altered it, and what never
   * was is left to its owner.
   *
   * @param mine whether this process has published into it
   * @throws TargetException where it belongs to somebody else
   */
  Secrets.Application application(
      Optional<StoredSecret> found, SecretContent content, boolean mine) {
    if (!force) {
      found.ifPresent(this::requireProvider);
      found.filter(there -> !mine).ifPresent(there -> requireKeys(there, content));
    }
    var ours = mine || found.filter(this::isOurs).isPresent();
    return Secrets.Application.of(force || ours);
  }

  private void requireProvider(StoredSecret found) {
    var other = found.provider().filter(name -> !name.equals(provider));
    if (other.isPresent()) {
      throw new TargetException(
          "%s belongs to provider %s%s"
              .formatted(secret, ClusterException.printable(other.get()), ADVICE));
    }
  }

  /** An apply is forced as a whole, so a key that is new is looked at before. */
  private void requireKeys(StoredSecret found, SecretContent content) {
    var published = found.publishedKeys();
    new TreeMap<>(content.data())
        .forEach(
            (key, value) -> {
              if (!published.contains(key) && !found.holds(key, value)) {
                found.foreignOwner(key).ifPresent(owner -> refuse(key, owner));
              }
            });
  }

  private void refuse(String key, String owner) {
    throw new TargetException("key %s of %s belongs to %s%s".formatted(key, secret, owner, ADVICE));
  }
}
