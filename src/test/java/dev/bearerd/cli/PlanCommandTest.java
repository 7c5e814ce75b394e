package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What is printed, without any cluster. */
final class PlanCommandTest {
  private static final String PROVIDER =
      """
      token-url: https://login.example.com/token
      client-id: orders
      """;

  private final Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  PlanCommandTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/sharded"})
  void printsTheRolesOfTheManifests(String manifests) throws IOException {
    var home = Path.of("k8s", manifests);

    assertThat(plan(home.resolve("bearerd.yaml"), "--namespace", "bearerd")).isZero();

    assertThat(out.toString()).isEqualTo(Files.readString(home.resolve("rights.yaml")));
  }

  @Test
  void printsCommentsOnlyWithoutAnythingOfKubernetes() throws IOException {
    assertThat(plan(configuration("", PROVIDER + "publish: [{file: /run/tokens/orders}]")))
        .isZero();

    assertThat(out.toString().lines()).isNotEmpty().allMatch(line -> line.startsWith("# "));
    assertThat(rules()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          publish: [{kubernetes-secret: a}]                       | secrets [a] [get, list, watch, create, patch]
          publish: [{kubernetes-secret: a}]\\non-expiry: remove    | secrets [a] [get, list, watch, create, patch, delete]
          publish: [{kubernetes-secret: a}]\\non-removal: delete   | secrets [a] [get, list, watch, create, patch, delete]
          client-secret-secret-ref: {name: a, key: b}             | secrets [a] [get, list, watch]
          hooks: [{rollout: {deployment: web}}]                   | deployments [web] [get, patch]
          hooks: [{rollout: {statefulset: db}}]                   | statefulsets [db] [get, patch]
          hooks: [{rollout: {daemonset: node}}]                   | daemonsets [node] [get, patch]
          """)
  void grantsExactlyWhatIsNeeded(String keys, String rule) throws IOException {
    plan(configuration("kubernetes: {namespace: apps}", PROVIDER + keys.replace("\\n", "\n")));

    assertThat(rules()).containsExactly(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none      | secrets [a] [get, create, patch]
          name      | secrets [a] [get, list, watch, create, patch]
          namespace | secrets [a] [get, create, patch];secrets null [list, watch]
          """)
  void grantsWhatTheWayOfWatchingNeeds(String watch, String expected) throws IOException {
    var agent = "kubernetes: {namespace: apps, watch: " + watch + "}";
    plan(configuration(agent, PROVIDER + "publish: [{kubernetes-secret: a}]"));

    assertThat(rules()).containsExactly(expected.split(";"));
  }

  @Test
  void grantsJournalsAndLeasesOfEachShard() throws IOException {
    var agent = "kubernetes: {namespace: apps, shards: 2}\njournal: {kubernetes-secret: j}";
    plan(configuration(agent, PROVIDER));

    assertThat(rules())
        .containsExactly(
            "secrets [j] [get]",
            "secrets [j-0, j-1] [get, create, patch]",
            "leases [bearerd-shard-0, bearerd-shard-1] [get, create, update, patch]");
  }

  @Test
  void writesARoleIntoEachNamespace() throws IOException {
    var keys =
        """
        publish:
          - kubernetes-secret: a
          - kubernetes-secret: {name: b, namespace: theirs}
        """;
    plan(configuration("kubernetes: {namespace: apps}", PROVIDER + keys), "--namespace", "agents");

    assertThat(out.toString().lines().filter(line -> line.startsWith("metadata")).distinct())
        .containsExactly(
            "metadata: {name: \"bearerd\", namespace: \"apps\"}",
            "metadata: {name: \"bearerd\", namespace: \"theirs\"}");
    assertThat(out.toString().lines().filter(line -> line.contains("ServiceAccount")).distinct())
        .containsExactly("  - {kind: ServiceAccount, name: \"bearerd\", namespace: \"agents\"}");
  }

  @Test
  void listsWhatTheMachineHasToAllow() throws IOException {
    var keys =
        """
        client-secret-file: /etc/bearerd/secret
        publish:
          - file: {path: /run/tokens/orders, owner: root, group: root}
          - directory: /run/orders/token
        hooks:
          - http: {url: "https://hook.example.com:8443/reload?key=MARK"}
        """;
    plan(configuration("journal: /var/lib/bearerd", PROVIDER + keys));

    assertThat(out.toString())
        .isEqualTo(
            """
            # connections to:
            #   https://hook.example.com:8443
            #   https://login.example.com:443
            # files to read:
            #   /etc/bearerd/secret
            # directories to write into:
            #   /run/orders
            #   /run/tokens
            #   /var/lib/bearerd
            # owners that take root, or CAP_CHOWN:
            #   /run/tokens/orders: owner root, group root
            """);
  }

  @Test
  void namesTheProxyInPlaceOfTheServerWithoutItsPassword() throws IOException {
    plan(configuration("", PROVIDER + "proxy: http://user:MARK@proxy.example.com:3128"));

    assertThat(out.toString()).isEqualTo("# connections to:\n#   http://proxy.example.com:3128\n");
  }

  @Test
  void leavesNoCommentByALineBreakInAPath() throws IOException {
    plan(configuration("", PROVIDER + "publish: [{file: \"/run/a\\nkind: Pod/b\"}]"));

    assertThat(out.toString().lines()).allMatch(line -> line.startsWith("# "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--service-account=a b", "--namespace=A", "--namespace=\"}"})
  void refusesNamesThatAreNone(String option) throws IOException {
    assertThat(plan(configuration("", PROVIDER), option)).isEqualTo(ExitCode.USAGE);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("must be a DNS");
  }

  private int plan(Path configuration, String... options) {
    var arguments =
        Stream.concat(Stream.of("--config", configuration.toString(), "plan"), Stream.of(options));
    return Bearerd.commandLine(Map.of(), new PrintWriter(out), new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }

  private Path configuration(String agent, String provider) throws IOException {
    return Files.writeString(
        directory.resolve("bearerd.yaml"),
        "bearerd:\n" + agent.indent(2) + "  providers:\n    orders:\n" + provider.indent(6));
  }

  /** Resources, names and verbs of each rule. */
  private List<String> rules() {
    return StreamSupport.stream(new Yaml().loadAll(out.toString()).spliterator(), false)
        .map(document -> (Map<?, ?>) document)
        .filter(document -> "Role".equals(document.get("kind")))
        .flatMap(role -> ((List<?>) List.of(role.get("rules")).get(0)).stream())
        .map(rule -> (Map<?, ?>) rule)
        .map(
            rule ->
                ((List<?>) List.of(rule.get("resources")).get(0)).get(0)
                    + " "
                    + rule.get("resourceNames")
                    + " "
                    + rule.get("verbs"))
        .toList();
  }
}
