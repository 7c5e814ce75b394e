package dev.bearerd.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DifferenceTest {
  private static final String PROVIDERS = "providers: {a: {}}";

  private final Path directory;

  DifferenceTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void sortsProvidersInTheOrderOfTheFiles() throws IOException {
    var difference =
        between(
            "providers: {r2: {}, c1: {}, u2: {}, c2: {}, u1: {}, r1: {}}",
            "providers: {u1: {}, c2: {timeout: 1s}, n2: {}, c1: {audience: x}, n1: {}, u2: {}}");

    assertThat(difference.added()).containsExactly("n2", "n1");
    assertThat(difference.changed()).containsExactly("c2", "c1");
    assertThat(difference.removed()).containsExactly("r2", "r1");
    assertThat(difference.unchanged()).containsExactly("u1", "u2");
  }

  @Test
  void findsNothingInTheSameConfiguration() throws IOException {
    var yaml = "{journal: /j, max-concurrent: 8, http: {port: 1}, providers: {a: {timeout: 1s}}}";

    assertThat(between(yaml, yaml))
        .isEqualTo(
            new Difference(List.of(), List.of(), List.of(), List.of("a"), List.of(), List.of()));
  }

  @Test
  void takesDefaultsForChangesOfTheProvidersThatHaveThem() throws IOException {
    var difference =
        between(
            "{defaults: {timeout: 1s}, providers: {a: {}, own: {timeout: 3s}}}",
            "{defaults: {timeout: 2s}, providers: {a: {}, own: {timeout: 3s}}}");

    assertThat(difference.changed()).containsExactly("a");
    assertThat(difference.unchanged()).containsExactly("own");
  }

  @Test
  void takesARenamedProviderForAnother() throws IOException {
    var difference = between("providers: {a: {client-id: x}}", "providers: {b: {client-id: x}}");

    assertThat(difference.added()).containsExactly("b");
    assertThat(difference.removed()).containsExactly("a");
  }

  @Test
  void saysWhichKeysOfTheAgentTakeEffectAndWhichNeedARestart() throws IOException {
    var difference =
        between(
            "{max-concurrent: 8, http: {port: 1}, " + PROVIDERS + "}",
            "{max-concurrent-per-host: 2, http: {host: h}, journal: /j, " + PROVIDERS + "}");

    assertThat(difference.takingEffect())
        .containsExactly("max-concurrent", "max-concurrent-per-host");
    assertThat(difference.needingRestart()).containsExactly("journal", "http.host", "http.port");
    assertThat(difference.unchanged()).containsExactly("a");
  }

  @Test
  void takesAWrittenDefaultForNoChangeOfTheAgent() throws IOException {
    var difference =
        between(PROVIDERS, "{max-concurrent: 32, http: {port: 9465}, " + PROVIDERS + "}");

    assertThat(difference.takingEffect()).isEmpty();
    assertThat(difference.needingRestart()).isEmpty();
  }

  @Test
  void knowsEveryKeyOfTheAgent() throws IOException {
    var difference =
        between(
            PROVIDERS,
            """
            journal: {kubernetes-secret: {name: j}}
              max-concurrent: 1
              max-concurrent-per-host: 1
              http: {host: h, port: 1}
              kubernetes: {namespace: n, shards: 2, watch: none}
              providers: {a: {}}
            """);

    Set<String> keys = new TreeSet<>(difference.takingEffect());
    keys.addAll(difference.needingRestart());
    assertThat(keys)
        .isEqualTo(
            KeysTest.keys(Keys.AGENT).stream()
                .map(key -> key.replaceFirst("^journal\\..*", "journal"))
                .collect(Collectors.toSet()));
  }

  private Difference between(String before, String after) throws IOException {
    return Difference.between(read(before), read(after));
  }

  private Configuration read(String keys) throws IOException {
    var file = Files.writeString(directory.resolve("bearerd.yaml"), "bearerd:\n  " + keys);
    return new ConfigurationReader(Map.of()).read(List.of(file));
  }
}
