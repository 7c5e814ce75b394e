package dev.bearerd.config;

import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/**
 * A format, by its name or with its settings; see docs/formats.md. Written as a text it is the name
 * alone.
 */
public interface FormatConfig {
  Optional<String> name();

  Optional<Netrc> netrc();

  Optional<DockerConfig> dockerConfig();

  Optional<EnvoySds> envoySds();

  /** For whom the token is a password. */
  interface Netrc {
    /** Host names, without scheme and port. */
    List<String> machines();

    String login();
  }

  /** For which registries of container images the token is a password. */
  interface DockerConfig {
    /** Each with its port and path, if any. */
    List<String> registries();

    String username();
  }

  /** How Envoy is told of the token. */
  interface EnvoySds {
    /** What Envoy's configuration calls the secret. */
    String name();

    /** Whether {@code Bearer} stands before the token. */
    @WithDefault("false")
    boolean bearer();
  }
}
