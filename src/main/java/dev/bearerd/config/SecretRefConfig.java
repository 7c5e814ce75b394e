package dev.bearerd.config;

import java.util.Optional;

/** The keys that name one value of a Secret of Kubernetes. */
public interface SecretRefConfig {
  String name();

  /** Of the Secret's data. */
  String key();

  /** Default: {@code kubernetes.namespace}. */
  Optional<String> namespace();
}
