package dev.bearerd.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** The keys directly below {@code bearerd}, but for {@code defaults} and {@code providers}. */
@ConfigMapping(prefix = "bearerd")
public interface AgentConfig {

  /** Directory of the journal; without one, tokens are forgotten when the process ends. */
  Optional<Path> journal();

  /** Token requests in flight at the same time, in all. */
  @WithDefault("32")
  int maxConcurrent();

  /** Token requests in flight at the same time to one host. */
  @WithDefault("4")
  int maxConcurrentPerHost();

  Http http();

  /** The address of status, health and metrics. */
  interface Http {
    @WithDefault("127.0.0.1")
    String host();

    /** 0 takes any free port. */
    @WithDefault("9465")
    int port();
  }
}
