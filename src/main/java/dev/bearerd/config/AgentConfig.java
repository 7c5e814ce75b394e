package dev.bearerd.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** The keys directly below {@code bearerd}, but for {@code defaults} and {@code providers}. */
@ConfigMapping(prefix = "bearerd")
public interface AgentConfig {

  Journal journal();

  /** Token requests in flight at the same time, in all. */
  @WithDefault("32")
  int maxConcurrent();

  /** Token requests in flight at the same time to one host. */
  @WithDefault("4")
  int maxConcurrentPerHost();

  Http http();

  Kubernetes kubernetes();

  /**
   * Where what a restart needs is remembered: one place at most; without one, tokens are forgotten
   * when the process ends. Written as a text it is the directory alone.
   */
  interface Journal {
    Optional<Path> directory();

    Optional<SecretConfig> kubernetesSecret();

    /** Whether anything is remembered. */
    default boolean isConfigured() {
      return directory().isPresent() || kubernetesSecret().isPresent();
    }
  }

  /** What holds for all that is in a cluster. */
  interface Kubernetes {
    /** Of what names none; default: the pod's, else the kubeconfig's. */
    Optional<String> namespace();

    /** Parts of the configuration that replicas take turns at, by Leases. */
    @WithDefault("1")
    int shards();

    @WithDefault("name")
    Watch watch();
  }

  /** How bearerd hears of what others do to its Secrets. */
  enum Watch {
    /** One watch a Secret: the rights to name each suffice. */
    NAME,
    /** One watch a namespace: fewer connections, wider rights. */
    NAMESPACE,
    NONE
  }

  /** The address of status, health and metrics. */
  interface Http {
    @WithDefault("127.0.0.1")
    String host();

    /** 0 takes any free port. */
    @WithDefault("9465")
    int port();
  }
}
