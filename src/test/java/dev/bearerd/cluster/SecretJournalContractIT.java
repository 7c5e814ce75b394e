package dev.bearerd.cluster;

import dev.bearerd.journal.Journal;
import dev.bearerd.journal.JournalContract;
import dev.bearerd.kubernetes.Cluster;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.shard.SecretJournals;
import dev.bearerd.shard.Sharding;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What every journal promises, by one in a Secret of a real API server. */
final class SecretJournalContractIT extends JournalContract {
  private static final Sharding ALONE = new Sharding(1);

  private final String namespace = ApiServer.shared().namespace();
  private final Cluster cluster;

  SecretJournalContractIT(@TempDir Path directory) throws IOException {
    var server = ApiServer.shared();
    var kubeconfig = server.kubeconfig(directory, namespace, server.address());
    System.setProperty("kubeconfig", kubeconfig.toString());
    Granted.to(namespace, SecretJournals.rights(name(), ALONE));
    cluster = new Cluster(Optional.empty(), VertxHttpClientFactory::new);
  }

  @AfterEach
  void close() {
    System.clearProperty("kubeconfig");
  }

  @Override
  protected Journal journal() {
    return new SecretJournals(cluster, ALONE, this::name, "test", InstantSource.system()).ofAll();
  }

  private SecretName name() {
    return new SecretName(namespace, "journal");
  }
}
