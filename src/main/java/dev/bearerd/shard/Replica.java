package dev.bearerd.shard;

import dev.bearerd.journal.JournalException;
import dev.bearerd.kubernetes.Cluster;
import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.ClusterException.Kind;
import dev.bearerd.kubernetes.Right;
import dev.bearerd.kubernetes.Right.Verb;
import dev.bearerd.shard.Others.Free;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One of several processes that share the shards by Leases: it takes those that are free, up to its
 * fair part, and gives up one where another has too few. What it could not renew in time it has
 * stopped before anybody else may begin. {@link #look()} and {@link #leave()} are called by one
 * thread at a time, everything else by any.
 */
public final class Replica {
  /** How often to look. */
  public static final Duration INTERVAL = Duration.ofSeconds(2);

  /** For how long a Lease is its holder's without being renewed. */
  static final Duration DURATION = Duration.ofSeconds(8);

  /** What is free is for those who have too few first. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A request that hangs does not keep a shard from the one that wants it for ever. */
  private static final Duration LONGEST_END = Duration.ofSeconds(30);

  /** What is done with a shard while it is held. */
  public interface Work {
    /**
     * The number of the last holder that began, as far as its journal knows.
     *
     * @throws JournalException where nobody can tell
     */
    long lastHolder(int shard);

    /**
     * The shard is this replica's.
     *
     * @throws JournalException where it cannot be worked on
     */
    void begin(int shard, Fence fence);

    /** Starts nothing of it any more. Does not wait for what is under way. */
    void end(int shard, Reason reason);

    /** Whether nothing of it is under way, or still to be remembered. */
    boolean isIdle(int shard);

    /** Whether something is to be remembered that can be when what is away is back. */
    boolean isUnsaved(int shard);

    /** The Leases cannot be looked at, or a shard not be worked on. */
    void hindered(String cause);
  }

  /** Why a shard is no longer held. */
  public enum Reason {
    /** Another replica has too few. */
    GIVEN_UP,
    /** It could not be renewed, or somebody else has it. */
    LOST
  }

  /**
   * Whose a shard is, as this replica has last seen it.
   *
   * @param holder empty where nobody holds it, or nobody can tell
   * @param since by the holder's clock
   */
  public record Standing(int shard, Optional<String> holder, Optional<Instant> since) {
    static Standing of(int shard, Optional<Lease> lease) {
      var holder = lease.flatMap(Lease::holder);
      return new Standing(
          shard, holder, lease.map(Lease::takenAt).filter(at -> holder.isPresent()));
    }
  }

  private final Leases leases;
  private final int shards;
  private final String name;
  private final Work work;
  private final InstantSource clock;
  private final Supplier<Duration> uptime;
  private final Others others = new Others();
  private final HeldLeases held;
  private volatile List<Standing> standings = List.of();

  /**
   * @param name of this replica, and no other
   * @param clock tells others when a Lease was renewed
   * @param uptime one that nobody can set; all is decided by it
   */
  Replica(
      Leases leases,
      int shards,
      String name,
      Work work,
      InstantSource clock,
      Supplier<Duration> uptime) {
    this.leases = leases;
    this.shards = shards;
    this.name = name;
    this.work = work;
    this.clock = clock;
    this.uptime = uptime;
    this.held = new HeldLeases(leases, work, clock, uptime);
  }

  /**
   * A replica that looks at the Leases of the cluster's namespace.
   *
   * @param writer of this process, and no other
   */
  public static Replica in(
      Cluster cluster,
      Sharding sharding,
      String name,
      String writer,
      Work work,
      InstantSource clock,
      Supplier<Duration> uptime) {
    return new Replica(new ApiLeases(cluster, writer), sharding.count(), name, work, clock, uptime);
  }

  /** What an account needs to hold shards. */
  public static List<Right> rights(String namespace, Sharding sharding) {
    return IntStream.range(0, sharding.count())
        .boxed()
        .flatMap(
            shard ->
                Stream.of(Verb.GET, Verb.CREATE, Verb.PATCH, Verb.UPDATE)
                    .map(verb -> ApiLeases.right(verb, namespace, shard)))
        .toList();
  }

  /** Renews, ends what could not be renewed, and brings this replica to its fair part. */
  public void look() {
    expire();
    try {
      held.shards().forEach(shard -> attempt(() -> held.renew(shard)));
      others().forEach(shard -> keeping(() -> observe(shard)));
      held.shards().forEach(shard -> keeping(() -> heed(shard)));
      others.free(uptime.get()).forEach(free -> keeping(() -> consider(free)));
      keeping(this::ask);
    } catch (ClusterException e) {
      work.hindered(String.valueOf(e.getMessage()));
    }
    standings = IntStream.range(0, shards).mapToObj(this::standing).toList();
  }

  /** Ends the work on what may be somebody else's soon. */
  public void expire() {
    held.expire();
  }

  /** Gives up all; nothing of it may be under way. */
  public void leave() {
    held.shards().forEach(shard -> attempt(() -> held.giveUp(shard)));
  }

  /** Those whose work has begun and was not told to end. */
  public List<Integer> shards() {
    return held.working();
  }

  /** Whose the shards were at the last look; empty before the first. */
  public List<Standing> standings() {
    return standings;
  }

  private Standing standing(int shard) {
    var mine = held.get(shard).map(HeldLeases.Held::lease);
    return Standing.of(shard, mine.or(() -> others.live(shard, uptime.get())));
  }

  /** A look at many shards takes longer than a Lease may wait; renewing all the time, for ever. */
  private void keeping(Runnable step) {
    held.olderThan(HeldLeases.TRUSTED.dividedBy(2))
        .forEach(shard -> attempt(() -> held.renew(shard)));
    attempt(step);
  }

  /** Where the API server does not answer, nothing else is asked of it in this look. */
  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (ClusterException e) {
      if (e.kind() == Kind.UNREACHABLE) {
        throw e;
      }
      if (e.kind() != Kind.CONFLICT) { // another replica was faster
        work.hindered(String.valueOf(e.getMessage()));
      }
    } catch (JournalException e) {
      work.hindered(e.getMessage());
    }
  }

  /** Begins elsewhere than the others, which may all start at the same moment. */
  private List<Integer> others() {
    var first = Math.floorMod(name.hashCode(), shards);
    return IntStream.range(0, shards)
        .mapToObj(i -> (first + i) % shards)
        .filter(shard -> held.get(shard).isEmpty())
        .toList();
  }

  private void observe(int shard) {
    try {
      others.see(shard, leases.read(shard), uptime.get());
    } catch (ClusterException e) {
      others.forget(shard);
      throw e;
    }
  }

  /** Ends the work on what another replica wants, and gives it up when nothing is under way. */
  private void heed(int shard) {
    var mine = held.get(shard);
    var ended = mine.flatMap(HeldLeases.Held::endedAt);
    var wish = mine.flatMap(one -> one.lease().wantedBy());
    if (ended.isPresent()) {
      giveUp(shard, ended.get());
    } else if (mine.isPresent() && wish.isPresent()) {
      heed(shard, mine.get(), wish.get());
    }
  }

  private void heed(int shard, HeldLeases.Held mine, String wantedBy) {
    var replicas = others.replicas(uptime.get(), name, wantedBy);
    if (shards().size() > shards / replicas) {
      held.end(shard, mine);
    } else {
      held.refuse(shard, mine);
    }
  }

  private void giveUp(int shard, Duration endedAt) {
    var tooLong = uptime.get().minus(endedAt).compareTo(LONGEST_END) > 0;
    if (work.isIdle(shard) || (tooLong && !work.isUnsaved(shard))) {
      held.giveUp(shard);
    }
  }

  /** Takes what is free, unless it is for somebody else; what nobody takes is for everybody. */
  private void consider(Free free) {
    var now = uptime.get();
    var wanted = free.lease().flatMap(Lease::wantedBy).filter(by -> !by.equals(name));
    var fairPart = 1 + (shards - 1) / others.replicas(now, name);
    var isOurs = wanted.isEmpty() && shards().size() < fairPart;
    var isLeft = now.minus(free.since()).compareTo(PATIENCE) >= 0;
    if ((isOurs || isLeft) && work.isIdle(free.shard())) {
      take(free);
    }
  }

  private void take(Free free) {
    var shard = free.shard();
    var transitions = free.lease().map(Lease::transitions).orElse(0L);
    var number = Math.max(transitions, work.lastHolder(shard)) + 1;
    var asked = uptime.get();
    var lease =
        free.lease()
            .map(found -> leases.update(taken(found, number)))
            .orElseGet(() -> leases.create(taken(Lease.unmade(shard), number)));
    others.forget(shard);
    held.add(lease, asked);
    begin(shard, number);
  }

  private Lease taken(Lease lease, long number) {
    return lease.takenBy(name, number, DURATION, clock.instant());
  }

  private void begin(int shard, long number) {
    try {
      work.begin(shard, new Fence(number, () -> held.holds(shard, number)));
    } catch (JournalException e) { // somebody else may have more luck
      held.giveUp(shard);
      throw e;
    } catch (RuntimeException e) {
      work.end(shard, Reason.LOST);
      held.giveUp(shard);
      throw e;
    }
    if (!held.holds(shard, number)) { // that may have taken longer than the Lease
      held.drop(shard);
    }
  }

  /** Asks whoever has most for one shard, where this replica has too few. One at a time. */
  private void ask() {
    var now = uptime.get();
    var hasEnough = shards().size() >= shards / others.replicas(now, name);
    if (!hasEnough && !others.isWantedBy(name, now) && others.free(now).isEmpty()) {
      others.ofTheBusiest(shards().size() + 2, now).ifPresent(this::ask);
    }
  }

  /** Not for what could not be worked on here: the holder would end its work for nothing. */
  private void ask(Lease lease) {
    work.lastHolder(lease.shard());
    leases.update(lease.wantedBy(Optional.of(name)));
  }
}
