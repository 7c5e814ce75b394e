package dev.bearerd.config;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of one element of {@code hooks}: exactly one kind of hook. */
public interface HookConfig {
  Optional<ExecHook> exec();

  Optional<SignalHook> signal();

  Optional<HttpHook> http();

  Optional<RolloutHook> rollout();

  /** A program that is run. */
  interface ExecHook {
    /** The program and its arguments; no shell reads them. */
    List<String> command();

    @WithDefault("30s")
    Duration timeout();
  }

  /** A workload of Kubernetes that is restarted: exactly one is named. */
  interface RolloutHook {
    Optional<String> deployment();

    Optional<String> statefulset();

    Optional<String> daemonset();

    /** Default: {@code kubernetes.namespace}. */
    Optional<String> namespace();
  }

  /** A signal to a process. */
  interface SignalHook {
    /** Holds the id of the process. */
    Path pidFile();

    /** With or without SIG. */
    @WithDefault("HUP")
    String signal();
  }

  /** A request without a body. */
  interface HttpHook {
    URI url();

    @WithDefault("POST")
    String method();

    Map<String, String> headers();

    /** Of the whole exchange. */
    @WithDefault("10s")
    Duration timeout();
  }
}
