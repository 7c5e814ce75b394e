package dev.bearerd.config;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The keys of one element of {@code publish}: exactly one kind of target. */
public interface PublicationConfig {
  Optional<FileTarget> file();

  Optional<DirectoryTarget> directory();

  Optional<SecretTarget> kubernetesSecret();

  /** A token in a Secret of Kubernetes; written as a text it is the name alone. */
  interface SecretTarget {
    String name();

    /** Default: {@code kubernetes.namespace}. */
    Optional<String> namespace();

    /** Format by key of the Secret's data; see docs/targets/kubernetes-secret.md. */
    Map<String, FormatConfig> entries();

    @WithDefault("Opaque")
    String type();

    Map<String, String> labels();

    Map<String, String> annotations();

    /** Whether keys are taken over that somebody else had put there. */
    @WithDefault("false")
    boolean force();
  }

  /** A token in files that change all at once; written as a text it is the path alone. */
  interface DirectoryTarget {
    Path path();

    /** Format by file name; see docs/targets/directory.md. */
    Map<String, FormatConfig> entries();

    /** Octal, of the files. */
    @WithDefault("0600")
    String mode();

    /** Name or number. */
    Optional<String> owner();

    /** Name or number. */
    Optional<String> group();
  }

  /** A token in a file; written as a text it is the path alone. */
  interface FileTarget {
    Path path();

    Optional<FormatConfig> format();

    /** Octal. */
    @WithDefault("0600")
    String mode();

    /** Name or number. */
    Optional<String> owner();

    /** Name or number. */
    Optional<String> group();

    /** The Qute template of the format {@code template}. */
    Optional<Path> template();
  }
}
