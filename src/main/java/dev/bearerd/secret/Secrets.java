package dev.bearerd.secret;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.SecretName;
import java.util.Optional;

/**
 * The Secrets of a cluster. Each request is made once, and fails as {@link ClusterException}. Safe
 * for use by many threads at once.
 */
public interface Secrets {
  /** The field manager by which the API server knows what is ours. */
  String MANAGER = "bearerd";

  /** How a content is brought in. */
  enum Application {
    /** Refused where somebody else owns a field and wants another value. */
    POLITE,
    /** Takes such fields over. */
    FORCED;

    static Application of(boolean force) {
      return force ? FORCED : POLITE;
    }
  }

  /** Hears of one Secret, by whichever thread, which must not be held up. */
  interface Observer {
    /** It is there, like this; told at first, and whenever it changes. */
    void found(StoredSecret now);

    /** It was not there when the watch began; told at first. */
    void missing();

    /** It was there, and was deleted. */
    void gone(StoredSecret last);

    /** It cannot be watched at present; told once of each reason. It is tried again for ever. */
    void refused(ClusterException why);
  }

  /** An observation that goes on until it is closed. */
  interface Observation extends AutoCloseable {
    @Override
    void close();
  }

  /** The Secret as it is; empty where there is none. */
  Optional<StoredSecret> read(SecretName name);

  /** Makes this, and nothing else, what is ours of the Secret; makes the Secret if need be. */
  StoredSecret apply(SecretName name, SecretContent content, Application how);

  /** Asks whether {@link #apply} would succeed; nothing is written. */
  void rehearse(SecretName name, SecretContent content, Application how);

  /** Deletes the Secret, unless it has changed. */
  void delete(SecretName name, StoredSecret asItIs);

  /** Watches from now on, in so far as Secrets are watched at all. Does not block. */
  Observation observe(SecretName name, Observer observer);
}
