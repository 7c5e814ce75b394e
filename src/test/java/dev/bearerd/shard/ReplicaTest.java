package dev.bearerd.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.journal.JournalException;
import dev.bearerd.shard.Replica.Reason;
import dev.bearerd.shard.Replica.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Replicas over the same Leases, which look in turn, by a clock that the test advances. */
final class ReplicaTest {
  private static final int SHARDS = 9;
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final FakeLeases leases = new FakeLeases();
  private final Map<String, Site> sites = new LinkedHashMap<>();
  private final Map<Integer, Long> lastHolders = new HashMap<>(); // as the journals have it
  private Duration uptime = Duration.ofDays(1);

  @Test
  void oneAloneTakesAllAtOnce() {
    var site = start("r1");

    pass(2);

    assertThat(site.replica.shards()).hasSize(SHARDS);
    assertThat(site.begun).hasSize(SHARDS);
  }

  @Test
  void threeSpreadThemEvenly() {
    start("r1");
    start("r2");
    start("r3");

    pass(40);

    assertThat(sites.values()).allMatch(site -> site.replica.shards().size() == 3);
  }

  @Test
  void aLateOneGetsItsPart() {
    start("r1");
    pass(10);
    var late = start("r2");

    pass(40);

    assertThat(late.replica.shards()).hasSize(4);
  }

  @Test
  void moreReplicasThanShardsLeaveSomeIdle() {
    for (var i = 0; i < SHARDS + 3; i++) {
      start("r" + i);
    }

    pass(120);

    assertThat(sites.values()).allMatch(site -> site.replica.shards().size() <= 1);
    assertThat(held()).hasSize(SHARDS);
  }

  @Test
  void aSpreadThatIsEvenStaysAsItIs() {
    start("r1");
    start("r2");
    start("r3");
    pass(40);
    var before = sites.values().stream().map(site -> site.replica.shards()).toList();

    pass(200);

    assertThat(sites.values().stream().map(site -> site.replica.shards())).isEqualTo(before);
  }

  @Test
  void theShardsOfADeadOneAreTakenWithinFifteenSeconds() {
    start("r1");
    start("r2");
    start("r3");
    pass(40);
    sites.remove("r2");

    pass(15);

    assertThat(held()).hasSize(SHARDS);
  }

  @Test
  void whatWasGivenUpAtTheEndIsTakenAtTheNextLooks() {
    var first = start("r1");
    start("r2");
    pass(40);

    first.replica.leave();
    sites.remove("r1");
    pass(4);

    assertThat(held()).hasSize(SHARDS);
    assertThat(first.begun).isNotEmpty();
  }

  @Test
  void endsItsWorkBeforeAnybodyElseMayBegin() {
    var frozen = start("r1");
    pass(5);
    var other = start("r2");
    pass(1);
    sites.remove("r1"); // it does not look any more, while its guard goes on
    for (var second = 0; second < 15; second++) {
      pass(1);
      if (other.taken > 0) {
        frozen.replica.expire();
        assertThat(frozen.fences.values()).noneMatch(fence -> fence.holds().getAsBoolean());
      }
    }

    assertThat(other.replica.shards()).hasSize(SHARDS);
    assertThat(frozen.ended).hasSize(SHARDS).containsValue(Reason.LOST);
  }

  @Test
  void stopsWhenTheApiServerIsAwayAndGoesOnWhenItIsBack() {
    var site = start("r1");
    pass(4);
    leases.down(true);

    pass(5);
    assertThat(site.replica.shards()).hasSize(SHARDS);
    pass(5);
    assertThat(site.replica.shards()).isEmpty();
    leases.down(false);
    pass(12);

    assertThat(site.replica.shards()).hasSize(SHARDS);
    assertThat(site.hindrances).contains("no answer from the API server");
  }

  @Test
  void aWishIsHeededWhenNothingIsUnderWayAnyMore() {
    var first = start("r1");
    pass(4);
    first.idle = false;
    var second = start("r2");
    pass(12);
    assertThat(first.ended).hasSize(1).containsValue(Reason.GIVEN_UP);
    assertThat(second.replica.shards()).isEmpty();

    first.idle = true;
    pass(6);

    assertThat(second.replica.shards()).isNotEmpty();
  }

  @Test
  void aRequestThatHangsDoesNotKeepAShardForEver() {
    var first = start("r1");
    pass(4);
    first.idle = false;
    var second = start("r2");

    pass(50);

    assertThat(second.replica.shards()).isNotEmpty();
  }

  @Test
  void isKeptAsLongAsItMayStillBeRememberedWhatCameInAtTheEnd() {
    var first = start("r1");
    pass(4);
    first.idle = false;
    first.unsaved = true;
    var second = start("r2");
    pass(120);
    assertThat(second.replica.shards()).isEmpty();

    first.idle = true;
    first.unsaved = false;
    pass(6);

    assertThat(second.replica.shards()).isNotEmpty();
  }

  @Test
  void eachHolderHasAGreaterNumber() {
    var first = start("r1");
    pass(4);
    sites.remove("r1");
    var second = start("r2");
    pass(20);

    for (var shard = 0; shard < SHARDS; shard++) {
      assertThat(second.fence(shard)).isGreaterThan(first.fence(shard));
    }
  }

  @Test
  void asksForNothingThatItCouldNotWorkOn() {
    var first = start("r1");
    pass(4);
    var second = start("r2");
    second.blind = true;

    pass(60);

    assertThat(first.ended).isEmpty();
    assertThat(first.replica.shards()).hasSize(SHARDS);
    assertThat(second.hindrances).contains("cannot read");
  }

  @Test
  void knowsWhoseTheShardsAre() {
    var first = start("r1");
    start("r2");
    pass(40);
    sites.remove("r2");
    var both = first.replica.standings();
    leases.down(true);
    pass(10);

    assertThat(both).extracting(Standing::shard).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(both).extracting(Standing::holder).contains(Optional.of("r1"), Optional.of("r2"));
    assertThat(both).allMatch(one -> one.holder().isPresent());
    assertThat(both).allMatch(one -> one.since().isPresent());
    assertThat(first.replica.standings()).allMatch(one -> one.holder().isEmpty());
  }

  @Test
  void aLeaseTellsSinceWhenItIsItsHolders() {
    start("r1");
    pass(2);
    var taken = leases.read(4).orElseThrow().takenAt();

    pass(20);

    var lease = leases.read(4).orElseThrow();
    assertThat(taken).isBetween(START.plus(uptime).minusSeconds(22), START.plus(uptime));
    assertThat(lease.takenAt()).isEqualTo(taken);
    assertThat(lease.renewedAt()).isAfter(taken);
  }

  @Test
  void whatItTakesLastsAsLongAsItTrusts() {
    leases.heldBy(4, "gone", START);
    start("r1");

    pass(20);

    assertThat(leases.read(4).orElseThrow().duration()).isEqualTo(Replica.DURATION);
  }

  @Test
  void aLeaseThatWasDeletedIsMadeWithAGreaterNumberThanTheJournalKnows() {
    var site = start("r1");
    pass(2);
    var before = site.fence(4);
    leases.delete(4);

    pass(6);

    assertThat(site.replica.shards()).contains(4);
    assertThat(site.fence(4)).isGreaterThan(before);
  }

  @Test
  void aHoldersClockCountsForNothing() {
    leases.heldBy(0, "far-ahead", START.plus(Duration.ofDays(400)));
    leases.heldBy(1, "far-behind", Instant.EPOCH);
    var site = start("r1");

    pass(8);
    assertThat(site.replica.shards()).doesNotContain(0, 1);
    pass(8);

    assertThat(site.replica.shards()).contains(0, 1);
  }

  @Test
  void aShardThatCannotBeWorkedOnIsGivenUpAndTold() {
    var site = start("r1");
    site.broken = 3;

    pass(10);

    assertThat(site.replica.shards()).hasSize(SHARDS - 1).doesNotContain(3);
    assertThat(leases.read(3).flatMap(Lease::holder)).isEmpty();
    assertThat(site.hindrances).contains("cannot write Secret apps/bearerd-3");
  }

  @Test
  void whatBeginsForLongerThanTheLeaseIsEndedAgain() {
    var site = start("r1");
    site.whileBeginning =
        () -> {
          uptime = uptime.plusSeconds(7);
          site.replica.expire(); // the guard finds nothing that has begun yet
        };

    site.replica.look();

    assertThat(site.replica.shards()).isEmpty();
    assertThat(site.ended).containsValue(Reason.LOST).containsOnlyKeys(site.begun);
  }

  @Test
  void renewsBetweenTheStepsOfALongLook() {
    leases.onRead(() -> uptime = uptime.plusMillis(900));
    var site = start("r1");

    for (var look = 0; look < 5; look++) {
      uptime = uptime.plusSeconds(2);
      site.replica.look();
      site.replica.expire();
    }

    assertThat(site.ended).isEmpty();
    assertThat(site.replica.shards()).hasSize(SHARDS);
  }

  @Test
  void renewsEachOnceInALookThatTakesItsTime() {
    var site = start("r1");
    pass(4);
    leases.onUpdate(() -> uptime = uptime.plusMillis(300));
    var before = leases.updates();

    site.replica.look();

    assertThat(leases.updates()).isEqualTo(before + SHARDS);
    assertThat(site.replica.shards()).hasSize(SHARDS);
  }

  @Test
  void aWishIsHeededHoweverLongALookTakes() {
    var first = start("r1");
    pass(4);
    leases.onUpdate(() -> uptime = uptime.plusMillis(100));
    var second = start("r2");

    for (var look = 0; look < 40; look++) {
      uptime = uptime.plusSeconds(2);
      List.of(first, second).forEach(site -> site.replica.look());
    }

    assertThat(first.ended.values()).containsOnly(Reason.GIVEN_UP);
    assertThat(second.replica.shards()).hasSize(4);
    assertThat(held()).hasSize(SHARDS);
  }

  @Test
  void neverHasTwoWhoMayWorkOnAShardWhateverHappens() {
    for (var seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      for (var second = 0; second < 200; second++) {
        var name = "r" + random.nextInt(4) + "-" + seed;
        if (random.nextInt(25) == 0) {
          sites.remove(name);
          start(name);
        }
        leases.down(random.nextInt(10) == 0);
        pass(1);
        assertNobodySharesAShard();
      }
    }
  }

  private void assertNobodySharesAShard() {
    for (var shard = 0; shard < SHARDS; shard++) {
      var working = shard;
      assertThat(sites.values().stream().filter(site -> site.holds(working)).count()).isLessThan(2);
    }
  }

  private Site start(String name) {
    var site = new Site(name);
    sites.put(name, site);
    return site;
  }

  /** Each looks every two seconds, and is guarded all the time. */
  private void pass(int seconds) {
    for (var i = 0; i < seconds; i++) {
      uptime = uptime.plusSeconds(1);
      for (var site : List.copyOf(sites.values())) {
        site.replica.expire();
        if (uptime.toSeconds() % 2 == site.phase) {
          site.replica.look();
        }
      }
    }
  }

  private Set<Integer> held() {
    var all = new HashSet<Integer>();
    sites.values().forEach(site -> all.addAll(site.replica.shards()));
    return all;
  }

  /** One replica and what it works on. */
  private final class Site implements Replica.Work {
    private final Replica replica;
    private final int phase = sites.size() % 2;
    private final Map<Integer, Fence> fences = new HashMap<>();
    private final Set<Integer> begun = new HashSet<>();
    private final Map<Integer, Reason> ended = new HashMap<>();
    private final List<String> hindrances = new ArrayList<>();
    private boolean idle = true;
    private boolean unsaved;
    private boolean blind;
    private int broken = -1;
    private Runnable whileBeginning = () -> {};
    private int taken;

    Site(String name) {
      replica = new Replica(leases, SHARDS, name, this, () -> START.plus(uptime), () -> uptime);
    }

    boolean holds(int shard) {
      return Optional.ofNullable(fences.get(shard))
          .filter(fence -> fence.holds().getAsBoolean())
          .isPresent();
    }

    long fence(int shard) {
      return Optional.ofNullable(fences.get(shard)).orElseThrow().number();
    }

    @Override
    public long lastHolder(int shard) {
      if (blind) {
        throw new JournalException("cannot read");
      }
      return lastHolders.getOrDefault(shard, 0L);
    }

    @Override
    public void begin(int shard, Fence fence) {
      if (shard == broken) {
        throw new JournalException("cannot write Secret apps/bearerd-" + shard);
      }
      whileBeginning.run();
      lastHolders.put(shard, fence.number());
      fences.put(shard, fence);
      begun.add(shard);
      taken++;
    }

    @Override
    public void end(int shard, Reason reason) {
      ended.put(shard, reason);
    }

    @Override
    public boolean isIdle(int shard) {
      return idle;
    }

    @Override
    public boolean isUnsaved(int shard) {
      return unsaved;
    }

    @Override
    public void hindered(String cause) {
      hindrances.add(cause);
    }
  }
}
