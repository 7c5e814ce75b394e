package dev.bearerd.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The API server: that of the pod it runs in, else that of the kubeconfig. Nothing is looked for
 * before it is needed. Safe for use by many threads at once.
 */
public final class Cluster {
  private static final Duration TO_CONNECT = Duration.ofSeconds(2);
  private static final Duration TO_ANSWER = Duration.ofSeconds(5);
  private static final Duration TO_ANSWER_URGENTLY = Duration.ofSeconds(3);
  private static final int RECONNECT_MILLIS = 1000;

  private final Optional<String> namespace;
  private final Supplier<HttpClient.Factory> transports;
  private final Lazy<Config> config = new Lazy<>(Cluster::detect);
  private final Lazy<KubernetesClient> client = new Lazy<>(() -> connect(TO_ANSWER));
  private final Lazy<KubernetesClient> urgent = new Lazy<>(() -> connect(TO_ANSWER_URGENTLY));

  /**
   * @param namespace of what names none; empty where that is the pod's, else the kubeconfig's
   * @param transports what connections are made with; asked for at the first request
   */
  public Cluster(Optional<String> namespace, Supplier<HttpClient.Factory> transports) {
    this.namespace = namespace;
    this.transports = transports;
  }

  /**
   * The namespace of what names none; {@code default} where nobody says. Reads files only.
   *
   * @throws ClusterException where the kubeconfig, which may say so, cannot be followed
   */
  public String namespace() {
    return namespace.or(() -> Optional.ofNullable(config.get().getNamespace())).orElse("default");
  }

  /**
   * The client; each request of it that fails has failed once and for all.
   *
   * @throws ClusterException where there is no API server to be asked
   */
  public KubernetesClient client() {
    return client.get();
  }

  /**
   * One whose requests wait neither behind those of {@link #client()} nor as long: for what runs
   * out meanwhile.
   *
   * @throws ClusterException where there is no API server to be asked
   */
  public KubernetesClient urgent() {
    return urgent.get();
  }

  private KubernetesClient connect(Duration toAnswer) {
    var found = config.get();
    if (isAnonymous(found)) {
      throw ClusterException.unusable(
          "no API server is known: bearerd runs in no pod with a service account, and "
              + Kubeconfig.find().whyNot()
              + "; set KUBECONFIG");
    }
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(found).withRequestTimeout((int) toAnswer.toMillis()).build())
        .withHttpClientFactory(transports.get())
        .build();
  }

  private static boolean isAnonymous(Config found) {
    return found.getFile() == null
        && found.getAutoOAuthToken() == null
        && found.getOauthToken() == null
        && found.getClientCertData() == null
        && found.getClientCertFile() == null;
  }

  /** What is tried again, and when, is decided here and not by the client. */
  private static Config detect() {
    var kubeconfig = Kubeconfig.find();
    var found = read(kubeconfig);
    kubeconfig
        .fault(found)
        .or(() -> kubeconfig.absence().filter(absence -> isAnonymous(found)))
        .ifPresent(
            problem -> {
              throw ClusterException.unusable(problem);
            });
    found.setConnectionTimeout((int) TO_CONNECT.toMillis());
    found.setRequestRetryBackoffLimit(0);
    found.setWatchReconnectInterval(RECONNECT_MILLIS);
    found.setUserAgent("bearerd");
    return found;
  }

  /** What the client throws may quote the file. */
  private static Config read(Kubeconfig kubeconfig) {
    try {
      return Config.autoConfigure(null);
    } catch (RuntimeException e) {
      throw ClusterException.unusable(
          kubeconfig + " cannot be understood; kubectl config view says where it is wrong");
    }
  }
}
