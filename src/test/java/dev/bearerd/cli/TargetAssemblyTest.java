package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.config.ConfigurationReader;
import dev.bearerd.config.Problem;
import dev.bearerd.config.ProviderEntry;
import dev.bearerd.target.EnvoySdsFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with targets whose keys are right each by itself. */
final class TargetAssemblyTest {
  private final Path directory;

  TargetAssemblyTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: a, type: kubernetes.io/dockerconfigjson} | entries: lacks .dockerconfigjson, which
          {name: a, type: kubernetes.io/dockercfg} | entries: lacks .dockercfg, which
          {name: a, type: kubernetes.io/basic-auth} | entries: lacks password or username, which
          {name: a, type: kubernetes.io/ssh-auth} | entries: lacks ssh-privatekey, which
          {name: a, type: kubernetes.io/service-account-token} | annotations: lacks kubernetes.io/service-account.name, which
          {name: a, type: kubernetes.io/dockerconfigjson, entries: {.dockerconfigjson: json}} | entries..dockerconfigjson: must be docker-config, as type
          {name: a, type: kubernetes.io/dockerconfigjson, entries: {.dockerconfigjson: jsn}} | entries..dockerconfigjson: is not known; did you mean json?
          {name: a, type: kubernetes.io/tls, entries: {tls.crt: raw}} | entries: lacks tls.key, which
          {name: a, entries: {token: rwa}} | entries.token: is not known; did you mean raw?
          {name: a, entries: {token: template}} | entries.token: is not known
          {name: a, annotations: {bearerd.dev/x: y}} | annotations.bearerd.dev/x: bearerd.dev/ is for
          """)
  void saysWhatIsWrongWithASecret(String secret, String complaint) throws IOException {
    assertThat(problems(secret))
        .singleElement()
        .asString()
        .contains("publish[0].kubernetes-secret." + complaint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type: kubernetes.io/basic-auth, entries: {password: raw}",
        "type: kubernetes.io/basic-auth, entries: {username: raw}",
        "type: kubernetes.io/tls, entries: {tls.crt: raw, tls.key: raw}",
        "type: kubernetes.io/dockerconfigjson, entries: {.dockerconfigjson: {docker-config:"
            + " {registries: [ghcr.io], username: x}}}",
        "type: kubernetes.io/service-account-token, annotations:"
            + " {kubernetes.io/service-account.name: x}",
        "entries: {a: envoy-sds, b: {envoy-sds: {name: x, bearer: true}}, c: exec-credential}"
      })
  void takesSecretsThatHaveWhatTheirTypeNeeds(String secret) throws IOException {
    assertThat(problems("{name: a, " + secret + "}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          netrc | : needs settings, such as {netrc: {machines: [git.example.com], login: bot}}
          docker-config | : needs settings, such as {docker-config: {registries: [ghcr.io], username: bot}}
          envoysds | : is not known; did you mean envoy-sds?
          {name: exec-credentials} | : is not known; did you mean exec-credential?
          {netrc: {machines: ['https://a'], login: x}} | .netrc: machines must be host names
          {netrc: {machines: [a], login: x y}} | .netrc: login has what netrc cannot hold
          {docker-config: {registries: [a b], username: x}} | .docker-config: registries must be
          {docker-config: {registries: [a], username: 'x:'}} | .docker-config: username must not
          """)
  void saysWhatIsWrongWithAFormat(String format, String complaint) throws IOException {
    assertThat(problems("{name: a, entries: {x: %s}}".formatted(format)))
        .singleElement()
        .asString()
        .contains("publish[0].kubernetes-secret.entries.x" + complaint);
  }

  @Test
  void namesASecretOfEnvoyAfterTheProviderUnlessToldOtherwise() throws IOException {
    var entry =
        entry("{name: a, entries: {x: envoy-sds, y: {envoy-sds: {name: b, bearer: true}}}}");
    var configured = entry.config().publish().get(0).kubernetesSecret().orElseThrow().entries();

    assertThat(new FormatAssembly(new Findings(entry)).entries(configured, "publish[0]"))
        .isEqualTo(Map.of("x", new EnvoySdsFormat("p", false), "y", new EnvoySdsFormat("b", true)));
  }

  @Test
  void asksForNoKeysWhereTheTypeNeedsNone() throws IOException {
    assertThat(problems("{name: a, type: example.com/token, entries: {x: json}}")).isEmpty();
  }

  private ProviderEntry entry(String secret) throws IOException {
    var yaml = "bearerd: {providers: {p: {publish: [{kubernetes-secret: %s}]}}}".formatted(secret);
    var file = Files.writeString(directory.resolve("x.yaml"), yaml);
    return new ConfigurationReader(Map.of()).read(List.of(file)).providers().get(0);
  }

  private List<Problem> problems(String secret) throws IOException {
    var entry = entry(secret);
    var findings = new Findings(entry);
    new TargetAssembly(ClusterAssembly.offline(), new Random(1), findings)
        .target(entry.config().publish().get(0), "publish[0]");
    return findings.problems();
  }
}
