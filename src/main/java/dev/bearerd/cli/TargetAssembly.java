package dev.bearerd.cli;

import dev.bearerd.config.ProviderConfig;
import dev.bearerd.file.AtomicFile;
import dev.bearerd.file.FileAttributes;
import dev.bearerd.file.FileException;
import dev.bearerd.target.FileTarget;
import dev.bearerd.target.Format;
import dev.bearerd.target.StandardFormat;
import dev.bearerd.target.Target;
import dev.bearerd.target.TemplateFormat;
import java.util.ArrayList;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes the targets of one provider. */
final class TargetAssembly {
  private static final String TEMPLATE = "template";

  private final RandomGenerator random;
  private final Findings findings;

  TargetAssembly(RandomGenerator random, Findings findings) {
    this.random = random;
    this.findings = findings;
  }

  /**
   * A file.
   *
   * @param key of the file in the configuration, for problems
   */
  Optional<Target> file(ProviderConfig.FileTarget config, String key) {
    var file = atomicFile(config, key);
    var format = format(config, key);
    return file.flatMap(written -> format.map(as -> new FileTarget(written, as)));
  }

  private Optional<AtomicFile> atomicFile(ProviderConfig.FileTarget config, String key) {
    try {
      var mode = FileAttributes.mode(config.mode());
      var attributes = new FileAttributes(mode, config.owner(), config.group());
      var path = config.path().toAbsolutePath().normalize();
      return Optional.of(new AtomicFile(path, attributes, random));
    } catch (IllegalArgumentException | FileException e) {
      findings.add(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<Format> format(ProviderConfig.FileTarget config, String key) {
    var name = config.format().orElse(config.template().isPresent() ? TEMPLATE : "raw");
    if (name.equals(TEMPLATE)) {
      return findings
          .require(key + ".template", config.template(), "the format template needs a Qute file")
          .map(TemplateFormat::new);
    }
    findings.unused(key + ".template", config.template(), "with format: template");
    var known = new ArrayList<>(StandardFormat.names());
    known.add(TEMPLATE);
    return findings
        .named(key + ".format", name, StandardFormat.named(name), known)
        .map(format -> format);
  }
}
