package dev.bearerd.cli;

import dev.bearerd.config.PublicationConfig;
import dev.bearerd.file.AtomicDirectory;
import dev.bearerd.file.AtomicFile;
import dev.bearerd.file.FileAttributes;
import dev.bearerd.file.FileException;
import dev.bearerd.target.DirectoryTarget;
import dev.bearerd.target.FileTarget;
import dev.bearerd.target.Target;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes the targets of one provider. */
final class TargetAssembly {
  private static final String RESERVED = "bearerd.dev/";

  private final ClusterAssembly cluster;
  private final RandomGenerator random;
  private final Findings findings;
  private final FormatAssembly formats;

  TargetAssembly(ClusterAssembly cluster, RandomGenerator random, Findings findings) {
    this.cluster = cluster;
    this.random = random;
    this.findings = findings;
    this.formats = new FormatAssembly(findings);
  }

  /**
   * Of whichever kind.
   *
   * @param key of the publication in the configuration, for problems
   */
  Optional<Target> target(PublicationConfig config, String key) {
    return config
        .file()
        .flatMap(file -> file(file, key + ".file"))
        .or(() -> config.directory().flatMap(dir -> directory(dir, key + ".directory")))
        .or(() -> config.kubernetesSecret().map(s -> secret(s, key + ".kubernetes-secret")));
  }

  /** Where a target is, whatever the configuration calls it. */
  static Path place(Path configured) {
    return configured.toAbsolutePath().normalize();
  }

  private Optional<Target> file(PublicationConfig.FileTarget config, String key) {
    var file =
        usable(
            key,
            () -> {
              var attributes = attributes(config.mode(), config.owner(), config.group());
              return new AtomicFile(place(config.path()), attributes, random);
            });
    var format = formats.ofFile(config, key);
    return file.flatMap(written -> format.map(as -> new FileTarget(written, as)));
  }

  private Optional<Target> directory(PublicationConfig.DirectoryTarget config, String key) {
    var directory =
        usable(
            key,
            () -> {
              var attributes = attributes(config.mode(), config.owner(), config.group());
              return new AtomicDirectory(place(config.path()), attributes, random);
            });
    var entries = formats.entries(config.entries(), key + ".entries");
    return directory.map(written -> new DirectoryTarget(written, entries));
  }

  private Target secret(PublicationConfig.SecretTarget config, String key) {
    var entries = formats.entries(config.entries(), key + ".entries");
    new SecretTypeChecks(findings).check(config, entries, key);
    config.annotations().keySet().stream()
        .filter(name -> name.startsWith(RESERVED))
        .forEach(
            name ->
                findings.add(key + ".annotations." + name, RESERVED + " is for bearerd itself"));
    return cluster.target(findings.provider(), config, entries);
  }

  private <T> Optional<T> usable(String key, Supplier<T> place) {
    try {
      return Optional.of(place.get());
    } catch (IllegalArgumentException | FileException e) {
      findings.add(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static FileAttributes attributes(
      String mode, Optional<String> owner, Optional<String> group) {
    return new FileAttributes(FileAttributes.mode(mode), owner, group);
  }
}
