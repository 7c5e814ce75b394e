package dev.bearerd.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.config.Shape.Choice;
import dev.bearerd.config.Shape.Elements;
import dev.bearerd.config.Shape.Group;
import dev.bearerd.config.Shape.Names;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Pins every key and every default: changing one is a decision. */
final class KeysTest {

  @Test
  void tableNamesEveryKeyOfTheMappings() {
    assertThat(keys(Keys.PROVIDER))
        .containsExactlyInAnyOrderElementsOf(mapped(ProviderConfig.class));
    assertThat(keys(Keys.AGENT)).containsExactlyInAnyOrderElementsOf(mapped(AgentConfig.class));
  }

  @Test
  void agentHasTheseDefaults() {
    assertThat(defaults(AgentConfig.class))
        .isEqualTo(
            Map.of(
                "max-concurrent", "32",
                "max-concurrent-per-host", "4",
                "http.host", "127.0.0.1",
                "http.port", "9465",
                "kubernetes.shards", "1",
                "kubernetes.watch", "name"));
  }

  @Test
  void providerHasTheseDefaults() {
    assertThat(defaults(ProviderConfig.class))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("response.access-token", "/access_token"),
                Map.entry("response.expires-in", "/expires_in"),
                Map.entry("response.refresh-token", "/refresh_token"),
                Map.entry("tls.insecure-skip-verify", "false"),
                Map.entry("assertion.lifetime", "5m"),
                Map.entry("revoke", "false"),
                Map.entry("allow-http", "false"),
                Map.entry("timeout", "10s"),
                Map.entry("max-response-size", "1M"),
                Map.entry("refresh.at", "75%"),
                Map.entry("refresh.jitter", "10%"),
                Map.entry("refresh.min-interval", "1s"),
                Map.entry("retry.initial", "1s"),
                Map.entry("retry.max", "5m"),
                Map.entry("on-expiry", "keep"),
                Map.entry("on-removal", "keep"),
                Map.entry("publish[*].file.mode", "0600"),
                Map.entry("publish[*].directory.mode", "0600"),
                Map.entry("publish[*].file.format.envoy-sds.bearer", "false"),
                Map.entry("publish[*].directory.entries.*.envoy-sds.bearer", "false"),
                Map.entry("publish[*].kubernetes-secret.entries.*.envoy-sds.bearer", "false"),
                Map.entry("publish[*].kubernetes-secret.type", "Opaque"),
                Map.entry("publish[*].kubernetes-secret.force", "false"),
                Map.entry("hooks[*].exec.timeout", "30s"),
                Map.entry("hooks[*].signal.signal", "HUP"),
                Map.entry("hooks[*].http.method", "POST"),
                Map.entry("hooks[*].http.timeout", "10s")));
  }

  @Test
  void keysWithoutDefaultAreEmpty() throws ReflectiveOperationException {
    var properties =
        Map.of("provider.publish[0].file.path", "/x", "provider.publish[1].directory.path", "/y");
    var config = new Mapper<>(ProviderConfig.class).map(properties).orElseThrow();
    var file = config.publish().get(0).file().orElseThrow();
    var directory = config.publish().get(1).directory().orElseThrow();

    assertThat(presentOptionals(ProviderConfig.class, config)).isEmpty();
    assertThat(presentOptionals(ProviderConfig.Tls.class, config.tls())).isEmpty();
    assertThat(presentOptionals(ProviderConfig.Refresh.class, config.refresh())).isEmpty();
    assertThat(presentOptionals(PublicationConfig.FileTarget.class, file)).isEmpty();
    assertThat(presentOptionals(PublicationConfig.DirectoryTarget.class, directory)).isEmpty();
    assertThat(directory.entries()).isEmpty();
    assertThat(config.headers()).isEmpty();
    assertThat(config.parameters()).isEmpty();
    var nothing = new Mapper<>(ProviderConfig.class).map(Map.of()).orElseThrow();
    assertThat(nothing.publish()).isEmpty();
    assertThat(nothing.hooks()).isEmpty();
  }

  @Test
  void defaultsPassTheChecksOfTheirKeys() {
    var checks = checks(Keys.PROVIDER, "");

    assertThat(defaults(ProviderConfig.class))
        .allSatisfy(
            (key, text) ->
                assertThat(Optional.ofNullable(checks.get(key)).orElseThrow().complaint(text))
                    .as(key)
                    .isEmpty());
  }

  @Test
  void exclusiveKeysExist() {
    assertThat(Keys.ALTERNATIVES)
        .allSatisfy(
            set -> assertThat(Keys.PROVIDER.keys()).containsKeys(set.toArray(String[]::new)));
  }

  @Test
  void keysOfTheIdentityExist() {
    assertThat(Keys.PROVIDER.keys()).containsKeys(Keys.IDENTITY.toArray(String[]::new));
  }

  /** What {@code docs/configuration.md} must name, one path a key. */
  static Set<String> keys(Group group) {
    return checks(group, "").keySet();
  }

  private static Map<String, Check> checks(Shape shape, String key) {
    var checks = new TreeMap<String, Check>();
    if (shape instanceof Shape.Value value) {
      checks.put(key, value.check());
    } else if (shape instanceof Elements list) {
      checks.putAll(checks(list.element(), key + "[*]"));
    } else if (shape instanceof Names names) {
      checks.putAll(checks(names.value(), key + ".*"));
    } else if (shape instanceof Choice choice) {
      checks.putAll(checks(choice.kinds(), key));
    } else if (shape instanceof Group group) {
      group
          .keys()
          .forEach(
              (name, child) ->
                  checks.putAll(checks(child, key.isEmpty() ? name : key + "." + name)));
    }
    return checks;
  }

  private static List<String> mapped(Class<?> mapping) {
    var properties = ConfigClass.configClass(mapping, "").getProperties().keySet();
    var leaves =
        properties.stream()
            .filter(key -> properties.stream().noneMatch(other -> other.startsWith(key + ".")))
            .filter(key -> !properties.contains(key + "[*]"));
    return leaves.toList();
  }

  static Map<String, String> defaults(Class<?> mapping) {
    var defaults = new HashMap<>(ConfigClass.configClass(mapping, "").getProperties());
    defaults.values().removeIf(text -> text == null);
    return defaults;
  }

  private static List<String> presentOptionals(Class<?> mapping, Object config)
      throws ReflectiveOperationException {
    var present = new ArrayList<String>();
    for (var method : mapping.getDeclaredMethods()) {
      if (method.getReturnType().equals(Optional.class)
          && ((Optional<?>) method.invoke(config)).isPresent()) {
        present.add(method.getName());
      }
    }
    return present;
  }
}
