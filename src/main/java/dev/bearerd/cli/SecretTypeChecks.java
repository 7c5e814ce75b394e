package dev.bearerd.cli;

import dev.bearerd.config.PublicationConfig.SecretTarget;
import dev.bearerd.target.DockerConfigFormat;
import dev.bearerd.target.Format;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the API server wants of Secrets of the types that it knows, so that none is refused later.
 */
final class SecretTypeChecks {
  private static final String DOCKER_TYPE = "kubernetes.io/dockerconfigjson";
  private static final String DOCKER_KEY = ".dockerconfigjson";
  private static final String ACCOUNT_TYPE = "kubernetes.io/service-account-token";
  private static final String ACCOUNT = "kubernetes.io/service-account.name";

  /** Of each list of keys one must be there. */
  private static final Map<String, List<List<String>>> KEYS =
      Map.of(
          DOCKER_TYPE,
          List.of(List.of(DOCKER_KEY)),
          "kubernetes.io/dockercfg",
          List.of(List.of(".dockercfg")),
          "kubernetes.io/basic-auth",
          List.of(List.of("password", "username")),
          "kubernetes.io/ssh-auth",
          List.of(List.of("ssh-privatekey")),
          "kubernetes.io/tls",
          List.of(List.of("tls.crt"), List.of("tls.key")));

  private final Findings findings;

  SecretTypeChecks(Findings findings) {
    this.findings = findings;
  }

  /**
   * Finds what is missing.
   *
   * @param entries those that can be used
   * @param key of the target in the configuration
   */
  void check(SecretTarget config, Map<String, Format> entries, String key) {
    var type = config.type();
    KEYS.getOrDefault(type, List.of()).stream()
        .filter(oneOf -> oneOf.stream().noneMatch(config.entries()::containsKey))
        .forEach(oneOf -> lacks(key + ".entries", String.join(" or ", oneOf), type));
    if (type.equals(ACCOUNT_TYPE) && !config.annotations().containsKey(ACCOUNT)) {
      lacks(key + ".annotations", ACCOUNT, type);
    }
    Optional.ofNullable(entries.get(DOCKER_KEY))
        .filter(format -> type.equals(DOCKER_TYPE) && !(format instanceof DockerConfigFormat))
        .ifPresent(
            format ->
                findings.add(
                    key + ".entries." + DOCKER_KEY,
                    "must be docker-config, as type %s needs".formatted(type)));
  }

  private void lacks(String key, String what, String type) {
    findings.add(key, "lacks %s, which type %s needs".formatted(what, type));
  }
}
