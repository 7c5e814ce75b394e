package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bearerd.config.AgentConfig.Watch;
import dev.bearerd.config.Configuration;
import dev.bearerd.config.ConfigurationException;
import dev.bearerd.config.ConfigurationReader;
import dev.bearerd.hook.WebClient;
import dev.bearerd.kubernetes.Cluster;
import dev.bearerd.token.TokenException;
import io.quarkus.kubernetes.client.runtime.internal.QuarkusHttpClientFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with providers that are right each by itself. */
final class AssemblyTest {
  private static final String YAML =
      """
      bearerd:
        providers:
          a:
            token-url: https://idp.example.com/token
            client-id: a
            client-secret: s
            publish: [{kubernetes-secret: {name: orders}}]
          b:
            token-url: https://idp.example.com/token
            client-id: b
            client-secret: s
            publish: [{kubernetes-secret: {name: orders, namespace: default}}]
      """;

  private static final String IN_THE_JOURNAL =
      """
      bearerd:
        journal: {kubernetes-secret: {name: journal, namespace: apps}}
        kubernetes: {shards: 2}
        providers:
          a:
            token-url: https://idp.example.com/token
            client-id: a
            client-secret: s
            publish: [{kubernetes-secret: journal-1}]
      """;

  private final Path directory;

  AssemblyTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void findsOneSecretUnderTwoNames() throws IOException {
    var configuration = configuration();

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> inNamespace("default").assemble(configuration))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .singleElement()
                    .asString()
                    .contains("providers.b.publish[0]")
                    .contains("kubernetes-secret default/orders is already that of provider a"));
  }

  @Test
  void takesSecretsOfTwoNamespacesForTwo() throws IOException {
    assertThat(inNamespace("apps").assemble(configuration()).providers()).hasSize(2);
  }

  @Test
  void refusesToPublishInTheJournal() throws IOException {
    var configuration = configuration(IN_THE_JOURNAL);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> inNamespace("apps").assemble(configuration))
        .withMessageContaining("kubernetes-secret apps/journal-1 is already that of the journal");
    assertThat(inNamespace("default").assemble(configuration).providers()).hasSize(1);
  }

  @Test
  void saysNothingOfANamespaceThatIsNotKnown() throws IOException {
    assertThat(Assembly.offline().assemble(configuration()).providers()).hasSize(2);
  }

  private Configuration configuration() throws IOException {
    return configuration(YAML);
  }

  private Configuration configuration(String yaml) throws IOException {
    var file = Files.writeString(directory.resolve("x.yaml"), yaml);
    return new ConfigurationReader(Map.of()).read(List.of(file));
  }

  private static Assembly inNamespace(String namespace) {
    var clock = InstantSource.system();
    var cluster = new Cluster(Optional.of(namespace), QuarkusHttpClientFactory::new);
    return new Assembly(
        settings ->
            (call, limits) -> {
              throw TokenException.local("no server is asked");
            },
        new WebClient(),
        new ClusterAssembly(cluster, Watch.NONE, clock),
        clock,
        new Random(1));
  }
}
