package dev.bearerd.cli;

import dev.bearerd.config.FormatConfig;
import dev.bearerd.config.PublicationConfig;
import dev.bearerd.target.DockerConfigFormat;
import dev.bearerd.target.EnvoySdsFormat;
import dev.bearerd.target.Format;
import dev.bearerd.target.NetrcFormat;
import dev.bearerd.target.StandardFormat;
import dev.bearerd.target.TemplateFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the formats in which one provider is published. */
final class FormatAssembly {
  private static final String TEMPLATE = "template";
  private static final String NETRC = "netrc";
  private static final String DOCKER_CONFIG = "docker-config";
  private static final String ENVOY_SDS = "envoy-sds";
  private static final String DEFAULT_ENTRY = "token";

  /** What is to be said with a name that means nothing alone. */
  private static final Map<String, String> EXAMPLES =
      Map.of(
          NETRC, "{machines: [git.example.com], login: bot}",
          DOCKER_CONFIG, "{registries: [ghcr.io], username: bot}");

  private final Findings findings;

  FormatAssembly(Findings findings) {
    this.findings = findings;
  }

  /**
   * Those that can be used, by the name of their entry.
   *
   * @param key of the entries in the configuration, for problems
   */
  Map<String, Format> entries(Map<String, FormatConfig> configured, String key) {
    var entries = new HashMap<String, Format>();
    configured.forEach(
        (name, config) ->
            format(config, key + "." + name, List.of())
                .ifPresent(format -> entries.put(name, format)));
    return configured.isEmpty() ? Map.of(DEFAULT_ENTRY, StandardFormat.RAW) : entries;
  }

  Optional<Format> ofFile(PublicationConfig.FileTarget config, String key) {
    var name = config.format().flatMap(FormatConfig::name);
    if (name.equals(Optional.of(TEMPLATE))
        || (config.format().isEmpty() && config.template().isPresent())) {
      return findings
          .require(key + ".template", config.template(), "the format template needs a Qute file")
          .map(TemplateFormat::new);
    }
    findings.unused(key + ".template", config.template(), "with format: template");
    return config.format().isEmpty()
        ? Optional.of(StandardFormat.RAW)
        : format(config.format().get(), key + ".format", List.of(TEMPLATE));
  }

  private Optional<Format> format(FormatConfig config, String key, List<String> others) {
    return config
        .name()
        .flatMap(name -> named(name, key, others))
        .or(() -> config.netrc().flatMap(netrc -> netrc(netrc, key)))
        .or(() -> config.dockerConfig().flatMap(docker -> dockerConfig(docker, key)))
        .or(() -> config.envoySds().map(this::envoySds));
  }

  private Optional<Format> named(String name, String key, List<String> others) {
    if (name.equals(ENVOY_SDS)) {
      return Optional.of(new EnvoySdsFormat(findings.provider(), false));
    }
    if (EXAMPLES.containsKey(name)) {
      findings.add(key, "needs settings, such as {%s: %s}".formatted(name, EXAMPLES.get(name)));
      return Optional.empty();
    }
    var known = new ArrayList<>(StandardFormat.names());
    known.addAll(List.of(NETRC, DOCKER_CONFIG, ENVOY_SDS));
    known.addAll(others);
    return findings.named(key, name, StandardFormat.named(name), known).map(format -> format);
  }

  private Optional<Format> netrc(FormatConfig.Netrc config, String key) {
    return usable(key + "." + NETRC, () -> new NetrcFormat(config.machines(), config.login()));
  }

  private Optional<Format> dockerConfig(FormatConfig.DockerConfig config, String key) {
    return usable(
        key + "." + DOCKER_CONFIG,
        () -> new DockerConfigFormat(config.registries(), config.username()));
  }

  private Format envoySds(FormatConfig.EnvoySds config) {
    return new EnvoySdsFormat(config.name(), config.bearer());
  }

  private Optional<Format> usable(String key, Supplier<Format> format) {
    try {
      return Optional.of(format.get());
    } catch (IllegalArgumentException e) {
      findings.add(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
