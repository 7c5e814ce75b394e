package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.config.AgentConfig.Watch;
import dev.bearerd.config.ConfigurationReader;
import dev.bearerd.config.Problem;
import dev.bearerd.config.ProviderEntry;
import dev.bearerd.hook.Hook;
import dev.bearerd.hook.WebClient;
import dev.bearerd.kubernetes.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HookAssemblyTest {
  private final Path directory;

  HookAssemblyTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void makesHooksInTheOrderOfTheConfiguration() throws IOException {
    var entry =
        entry(
            """
            - exec: {command: [systemctl, reload, nginx]}
            - signal: {pid-file: /run/x.pid, signal: sigusr1}
            - signal: {pid-file: /run/y.pid}
            - http: {url: "https://example.com/reload?key=MARK", headers: {Authorization: MARK}}
            - rollout: {deployment: web}
            - rollout: {statefulset: db, namespace: data}
            - rollout: {daemonset: node}
            """);
    var findings = new Findings(entry);

    var hooks = assembly(findings).assemble(entry.config());

    assertThat(findings.problems()).isEmpty();
    assertThat(hooks)
        .extracting(Hook::description)
        .containsExactly(
            "exec systemctl",
            "signal USR1 /run/x.pid",
            "signal HUP /run/y.pid",
            "http POST https://example.com/reload",
            "rollout deployment apps/web",
            "rollout statefulset data/db",
            "rollout daemonset apps/node");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          signal: {pid-file: /x, signal: KILL} | signal.signal: must be one of HUP, USR1, USR2
          http: {url: 'https://x.org', headers: {Host: MARK}} | http.headers: header Host cannot
          http: {url: 'https://x.org', headers: {a: 'MARK€'}} | http.headers: header a cannot
          rollout: {namespace: apps} | rollout: must name one of deployment, statefulset, daemonset
          """)
  void findsWhatCannotBeSent(String hook, String expected) throws IOException {
    var entry = entry("- exec: {command: [\"true\"]}\n- " + hook);
    var findings = new Findings(entry);

    var hooks = assembly(findings).assemble(entry.config());

    assertThat(hooks).extracting(Hook::description).containsExactly("exec true");
    assertThat(findings.problems())
        .extracting(Problem::toString)
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem)
                    .contains("bearerd.yaml:6: providers.orders.hooks[1]." + expected)
                    .doesNotContain("MARK"));
  }

  private static HookAssembly assembly(Findings findings) {
    var cluster =
        new Cluster(
            Optional.of("apps"),
            () -> {
              throw new AssertionError("nothing is asked");
            });
    return new HookAssembly(
        new WebClient(),
        findings,
        Set.of(),
        new ClusterAssembly(cluster, Watch.NONE, InstantSource.system()));
  }

  private ProviderEntry entry(String hooks) throws IOException {
    var yaml = "bearerd:\n  providers:\n    orders:\n      hooks:\n" + hooks.indent(8);
    var file = Files.writeString(directory.resolve("bearerd.yaml"), yaml);
    return new ConfigurationReader(Map.of()).read(List.of(file)).providers().get(0);
  }
}
