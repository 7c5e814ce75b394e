package dev.bearerd.config;

import java.util.Optional;

/** The keys that name a Secret of Kubernetes. */
public interface SecretConfig {
  String name();

  /** Default: {@code kubernetes.namespace}. */
  Optional<String> namespace();
}
