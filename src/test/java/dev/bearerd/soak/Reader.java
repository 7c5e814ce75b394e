package dev.bearerd.soak;

import dev.bearerd.kit.CrowdServer;
import dev.bearerd.kit.ServedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Reads every published token over and over, and notes each that no reader should have met. */
final class Reader {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Fleet fleet;
  private final CrowdServer server;
  private final Set<Path> seen = new HashSet<>();
  private final AtomicLong reads = new AtomicLong();
  private final Queue<String> damage = new ConcurrentLinkedQueue<>();
  private final Queue<Expired> expired = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::readOn, "reader");
  private volatile boolean ended;

  /**
   * An expired token was read.
   *
   * @param end of the token
   */
  record Expired(ServedClient client, Instant end, Instant at) {
    @Override
    public String toString() {
      return "%s at %s: ended at %s, received %s"
          .formatted(client.id(), at, end, client.deliveries());
    }
  }

  Reader(Fleet fleet, CrowdServer server) {
    this.fleet = fleet;
    this.server = server;
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns when nothing is read any more. */
  void end() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was read and is not a whole token of its provider. */
  List<String> damage() {
    return List.copyOf(damage);
  }

  List<Expired> expired() {
    return List.copyOf(expired);
  }

  long reads() {
    return reads.get();
  }

  private void readOn() {
    while (!ended) {
      fleet.readings().forEach(this::read);
      Pause.of(PAUSE);
    }
  }

  private void read(Fleet.Reading reading) {
    var client = server.client(reading.client());
    var at = Instant.now();
    try {
      var content = Files.readString(reading.file());
      seen.add(reading.file());
      reads.incrementAndGet();
      client.expiry(content).ifPresentOrElse(end -> look(client, end, at), () -> torn(reading, at));
    } catch (NoSuchFileException e) {
      if (seen.contains(reading.file())) {
        damage.add("%s vanished at %s".formatted(reading.file(), at));
      }
    } catch (IOException e) {
      damage.add("%s cannot be read at %s: %s".formatted(reading.file(), at, e));
    }
  }

  private void look(ServedClient client, Instant end, Instant at) {
    if (at.isAfter(end)) {
      expired.add(new Expired(client, end, at));
    }
  }

  private void torn(Fleet.Reading reading, Instant at) {
    damage.add("%s holds no token of its provider at %s".formatted(reading.file(), at));
  }
}
