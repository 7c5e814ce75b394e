package dev.bearerd.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.Await;
import dev.bearerd.kit.MachineTime;
import dev.bearerd.kit.StrictServer.Asked;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.shard.Replica;
import dev.bearerd.shard.SecretJournals;
import dev.bearerd.shard.Sharding;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three replicas with nine shards, whose providers have refresh tokens that are good for one use.
 * {@code bearerd.kills} says how often one is killed.
 */
@Timeout(1800)
final class ReplicasIT {
  private static final int KILLS = Integer.getInteger("bearerd.kills", 5);
  private static final Duration TAKEOVER = Duration.ofSeconds(15);

  /** Renewed after 20 s, so that three kills in a row of whoever asks leave time for a fourth. */
  private static final Duration LIFETIME = Duration.ofSeconds(70);

  private static final Sharding SHARDING = new Sharding(9);
  private static final List<String> REPLICAS = List.of("r1", "r2", "r3");
  private static final List<String> PROVIDERS =
      IntStream.range(0, 27).mapToObj(i -> "p" + i).toList();

  private final Fleet fleet;
  private final Queue<String> expired = new ConcurrentLinkedQueue<>();
  private final Thread reader = new Thread(this::readOn, "reader");

  ReplicasIT(@TempDir Path directory) throws IOException {
    fleet = new Fleet(directory);
  }

  @BeforeEach
  void startAll() {
    fleet.grant(
        Stream.concat(
                Replica.rights(fleet.namespace(), SHARDING).stream(),
                SecretJournals.rights(new SecretName(fleet.namespace(), "journal"), SHARDING)
                    .stream())
            .toList());
    fleet.configure(
        "  kubernetes: {shards: 9}\n",
        PROVIDERS,
        "grant: password",
        "username: user",
        "password: correct",
        "timeout: 5s",
        "refresh: {at: 30%}");
    fleet.server().lifetime(LIFETIME).grace(Duration.ofMinutes(2));
    REPLICAS.forEach(fleet::start);
    PROVIDERS.forEach(fleet::awaitToken);
    awaitEvenSpread();
    reader.setDaemon(true);
    reader.start();
  }

  @AfterEach
  void stop() {
    reader.interrupt();
    fleet.close();
  }

  @Test
  void losesNoChainAndNoReaderHoweverOftenOneIsKilled() throws InterruptedException {
    var random = new Random(7);
    var kills = new ArrayList<Instant>();

    for (var i = 0; i < KILLS; i++) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(3000));
      var victim = REPLICAS.get(random.nextInt(REPLICAS.size()));
      var before = heldBy(victim);
      fleet.process(victim).kill();
      kills.add(Instant.now());
      fleet.start(victim);
      awaitTakeover(before);
    }
    awaitEvenSpread();

    assertThat(fleet.server().refused()).as(fleet.logs()).isEmpty();
    assertThat(PROVIDERS)
        .allSatisfy(p -> assertThat(fleet.server().requests(p, "password")).as(p).hasSize(1));
    assertThat(repeats())
        .as("refresh tokens that were shown twice, but for a kill in between " + kills)
        .noneMatch(twice -> kills.stream().noneMatch(twice::spans));
    assertThat(expired).isEmpty();
  }

  @Test
  void oneThatWasFrozenUsesNoRefreshTokenOfItsSuccessor() throws InterruptedException {
    var frozen = fleet.process("r1");
    awaitTold("r1");
    var before = heldBy("r1");

    frozen.signal("STOP");
    awaitTakeover(before);
    var lines = frozen.lines().size(); // it tells nothing meanwhile
    TimeUnit.SECONDS.sleep(8); // while its successors renew
    frozen.signal("CONT");
    var woken = Instant.now();
    TimeUnit.SECONDS.sleep(15);
    awaitEvenSpread();

    var told = frozen.lines().stream().skip(lines).toList();
    assertThat(leases().keySet())
        .as(frozen.stderr())
        .allSatisfy(lease -> assertTold(eventsOf(lease, told), before.containsKey(lease)));
    assertThat(before.keySet())
        .allSatisfy(lease -> assertThat(eventsOf(lease, told)).startsWith("lost"));
    assertThat(repeats().filter(twice -> twice.second().isAfter(woken))).isEmpty();
    assertThat(fleet.server().refused()).as(fleet.logs()).isEmpty();
    assertThat(PROVIDERS)
        .allSatisfy(p -> assertThat(fleet.server().requests(p, "password")).as(p).hasSize(1));
    assertThat(expired).isEmpty();
  }

  @Test
  void oneThatEndsGivesItsShardsUpAtOnce() {
    var before = heldBy("r3");
    var from = Instant.now();

    assertThat(fleet.process("r3").terminate()).isZero();
    awaitTakeover(before);

    assertThat(before).isNotEmpty();
    assertThat(leases().entrySet().stream().filter(lease -> before.containsKey(lease.getKey())))
        .allSatisfy(
            lease ->
                assertThat(MachineTime.between(from, takenAt(lease.getValue())))
                    .isLessThan(Duration.ofSeconds(9)));
    assertThat(fleet.server().refused()).isEmpty();
  }

  /** What one has told of a shard, in order. */
  private static List<String> eventsOf(String lease, List<String> lines) {
    var shard = "shard=" + lease.substring("bearerd-shard-".length()) + " ";
    return lines.stream()
        .filter(line -> (line + " ").contains(shard))
        .flatMap(
            line -> Stream.of("taken", "lost", "given up").filter(e -> line.contains("shard " + e)))
        .toList();
  }

  /** Each end once, and none without a beginning: it may take again what it lost, and lose that. */
  private static void assertTold(List<String> events, boolean isHeld) {
    var beginnings = isHeld ? 1 : 0;
    for (var i = 0; i < events.size(); i++) {
      assertThat(events.get(i).equals("taken"))
          .as(events.toString())
          .isEqualTo(i % 2 == beginnings);
    }
  }

  private record Twice(String token, Instant first, Instant second) {
    /** A request that a kill cut off may have been sent a moment before. */
    boolean spans(Instant kill) {
      return first.isBefore(kill.plusSeconds(1)) && second.isAfter(kill);
    }
  }

  private Stream<Twice> repeats() {
    return PROVIDERS.stream().flatMap(provider -> repeats(provider).stream());
  }

  private List<Twice> repeats(String provider) {
    var shown = new HashMap<String, Instant>();
    var repeats = new ArrayList<Twice>();
    for (Asked asked : fleet.server().requests(provider, "refresh_token")) {
      var token = String.valueOf(asked.fields().get("refresh_token"));
      if (shown.containsKey(token)) {
        repeats.add(new Twice(token, shown.getOrDefault(token, asked.time()), asked.time()));
      }
      shown.put(token, asked.time());
    }
    return repeats;
  }

  private void awaitTakeover(Map<String, Integer> before) {
    Await.until(
        "a takeover of " + before.keySet(),
        TAKEOVER,
        () ->
            leases().entrySet().stream()
                .filter(lease -> before.containsKey(lease.getKey()))
                .allMatch(
                    lease ->
                        transitions(lease.getValue()) > before.getOrDefault(lease.getKey(), 0)
                            && lease.getValue().getSpec().getHolderIdentity() != null),
        () -> leases() + fleet.logs());
  }

  /** A shard is told as taken when its work has begun, which is after its Lease was taken. */
  private void awaitTold(String replica) {
    Await.until(
        "a line of each shard that " + replica + " has taken",
        Duration.ofSeconds(30),
        () -> {
          var lines = fleet.process(replica).lines();
          return heldBy(replica).keySet().stream()
              .map(lease -> eventsOf(lease, lines))
              .allMatch(
                  events -> !events.isEmpty() && events.get(events.size() - 1).equals("taken"));
        },
        () -> leases() + fleet.logs());
  }

  private void awaitEvenSpread() {
    Await.until(
        "three shards for each",
        Duration.ofSeconds(90),
        () -> REPLICAS.stream().allMatch(name -> heldBy(name).size() == 3),
        () -> leases() + fleet.logs());
  }

  /** The transitions of the Leases of one, by name. */
  private Map<String, Integer> heldBy(String replica) {
    return leases().entrySet().stream()
        .filter(lease -> replica.equals(lease.getValue().getSpec().getHolderIdentity()))
        .collect(Collectors.toMap(Map.Entry::getKey, lease -> transitions(lease.getValue())));
  }

  private Map<String, Lease> leases() {
    var all = new TreeMap<String, Lease>();
    ApiServer.shared()
        .administrator()
        .leases()
        .inNamespace(fleet.namespace())
        .list()
        .getItems()
        .forEach(lease -> all.put(lease.getMetadata().getName(), lease));
    return all;
  }

  private static int transitions(Lease lease) {
    return lease.getSpec().getLeaseTransitions();
  }

  private static Instant takenAt(Lease lease) {
    return lease.getSpec().getAcquireTime().toInstant();
  }

  private void readOn() {
    while (!Thread.interrupted()) {
      PROVIDERS.forEach(this::read);
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void read(String provider) {
    var at = Instant.now();
    var end = fleet.server().expiry(fleet.token(provider));
    if (end.filter(at::isBefore).isEmpty()) {
      expired.add(provider + " at " + at + ": " + end);
    }
  }
}
