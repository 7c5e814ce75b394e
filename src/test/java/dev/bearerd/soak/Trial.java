package dev.bearerd.soak;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.MachineTime;
import dev.bearerd.kit.ServedClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Judges what an agent did by what its server knows. A token counts as received when it had been
 * sent whole and the agent had the time to put it away before anybody killed it, or the machine
 * stood still.
 */
final class Trial {
  /** To store a token and to publish it, on a machine that is busy with other things. */
  private static final Duration PUBLISHING = Duration.ofSeconds(1);

  /** The part of the lifetime within which nobody asks again for what was received. */
  private static final double YOUNG = 0.55;

  private final Duration lifetime;
  private final List<Kill> kills = new CopyOnWriteArrayList<>();

  private record Kill(Instant from, Instant to) {
    boolean endangers(Instant delivery) {
      return MachineTime.between(delivery, from).compareTo(PUBLISHING) < 0
          && MachineTime.between(to, delivery).compareTo(PUBLISHING) < 0;
    }

    boolean touches(Instant start, Instant end) {
      return from.isBefore(end) && to.plus(PUBLISHING).isAfter(start);
    }
  }

  Trial(Duration lifetime) {
    this.lifetime = lifetime;
  }

  void kill(AgentProcess process) {
    var from = Instant.now();
    process.kill();
    kills.add(new Kill(from, Instant.now()));
  }

  int kills() {
    return kills.size();
  }

  /** Whether a newer token had been received in the last half of a life, and was not published. */
  boolean isNegligent(Reader.Expired expired) {
    var from = expired.at().minus(lifetime.dividedBy(2));
    return received(expired.client())
        .filter(at -> isWithin(at, from, expired.at()))
        .anyMatch(at -> MachineTime.between(at, expired.at()).compareTo(PUBLISHING) > 0);
  }

  /** Whether nobody asked for a token in the last quarter of a life, and nobody was killed then. */
  boolean isUntried(Reader.Expired expired) {
    var from = expired.end().minus(lifetime.dividedBy(4));
    return expired.client().requests().stream().noneMatch(at -> isWithin(at, from, expired.end()))
        && kills.stream().noneMatch(kill -> kill.touches(from, expired.end()));
  }

  /** The logins of a client that had received a refresh token before. */
  List<Instant> needlessLogins(ServedClient client) {
    return client.logins().stream()
        .filter(login -> received(client).anyMatch(at -> at.isBefore(login)))
        .toList();
  }

  /** The requests of a client whose token was young. */
  List<Instant> hastyRequests(ServedClient client) {
    var young = Duration.ofMillis((long) (lifetime.toMillis() * YOUNG));
    return client.requests().stream()
        .filter(
            request ->
                received(client)
                    .anyMatch(at -> at.isBefore(request) && request.isBefore(at.plus(young))))
        .toList();
  }

  private static boolean isWithin(Instant at, Instant from, Instant to) {
    return at.isAfter(from) && at.isBefore(to);
  }

  private Stream<Instant> received(ServedClient client) {
    return client.deliveries().stream()
        .filter(delivery -> kills.stream().noneMatch(kill -> kill.endangers(delivery)))
        .filter(Trial::wasWaitedFor);
  }

  /** While the machine stands still, the time limit of a request runs out. */
  private static boolean wasWaitedFor(Instant delivery) {
    var lost = MachineTime.lost(delivery.minus(PUBLISHING), delivery.plus(PUBLISHING));
    return lost.compareTo(PUBLISHING.dividedBy(2)) < 0;
  }
}
