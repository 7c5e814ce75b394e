package dev.bearerd.kit;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The token server of a crowd of clients, as several hosts of 127.0.0.1: the refresh tokens of the
 * password grant rotate, requests fail as planned, and all that was asked and given is remembered.
 * Clients are known by the {@code client_id} of the body.
 */
public final class CrowdServer implements AutoCloseable {
  private static final int LONGEST_QUEUE = 200;

  private final Duration lifetime;
  private final Function<String, Optional<Mishap>> plan;
  private final ExecutorService connections;
  private final List<CrowdHost> hosts;
  private final Map<String, ServedClient> clients = new ConcurrentHashMap<>();
  private final List<String> complaints = new ArrayList<>();

  /**
   * Starts serving.
   *
   * @param lifetime of the tokens, whole seconds
   */
  public CrowdServer(int hosts, Duration lifetime, FaultPlan plan) {
    this(hosts, lifetime, plan::next);
  }

  /**
   * @param plan what becomes of the next request of a client, if not a good answer
   */
  CrowdServer(int hosts, Duration lifetime, Function<String, Optional<Mishap>> plan) {
    this.lifetime = lifetime;
    this.plan = plan;
    this.connections =
        Executors.newCachedThreadPool(
            task -> {
              var thread = new Thread(task, "crowd-server");
              thread.setDaemon(true);
              return thread;
            });
    this.hosts =
        IntStream.range(0, hosts).mapToObj(i -> new CrowdHost(this, LONGEST_QUEUE)).toList();
    this.hosts.forEach(host -> connections.execute(host::accept));
  }

  /** The token URL of a client: the clients are spread over the hosts by their numbers. */
  public URI tokenUrl(int client) {
    return URI.create("http://127.0.0.1:" + hosts.get(client % hosts.size()).port() + "/token");
  }

  /** What is known of a client; it may not have asked yet. */
  public ServedClient client(String id) {
    return clients.computeIfAbsent(id, name -> new ServedClient(name, lifetime));
  }

  public List<ServedClient> clients() {
    return List.copyOf(clients.values());
  }

  /** One line for each request that came while its host had asked for a pause. */
  public synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Takes back the wishes for a pause of after a moment: who was asked is no more. */
  public void forgetPausesSince(Instant moment) {
    hosts.forEach(host -> host.forgetPausesSince(moment));
  }

  @Override
  public void close() {
    hosts.forEach(CrowdHost::close);
    connections.shutdownNow();
  }

  ExecutorService connections() {
    return connections;
  }

  Optional<Mishap> mishap(ServedClient client) {
    return plan.apply(client.id());
  }

  synchronized void complain(String words) {
    complaints.add(words);
  }
}
