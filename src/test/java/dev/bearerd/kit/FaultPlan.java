package dev.bearerd.kit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;

/**
 * Which requests fail, and how. Of each ten of a client, the same number fails, so that what a
 * client is asked to stand doesn't depend on luck; which of the ten, and how, the seed decides.
 */
public final class FaultPlan {
  private static final int BLOCK = 10;

  /** One failure of so many is the wish for a pause, as that stops all of its host's clients. */
  private static final int FAILURES_PER_PAUSE = 30;

  private final Random random;
  private final int failing;
  private final Map<String, Queue<Optional<Mishap>>> blocks = new HashMap<>();

  /**
   * @param failing of each ten requests of a client
   */
  public FaultPlan(long seed, int failing) {
    this.random = new Random(seed);
    this.failing = failing;
  }

  /** What happens to the next request of a client; empty where it is answered well. */
  synchronized Optional<Mishap> next(String client) {
    var block = blocks.computeIfAbsent(client, name -> new ArrayDeque<>());
    if (block.isEmpty()) {
      block.addAll(block());
    }
    return block.remove();
  }

  private List<Optional<Mishap>> block() {
    var block = new ArrayList<Optional<Mishap>>();
    for (var i = 0; i < BLOCK; i++) {
      block.add(i < failing ? Optional.of(mishap()) : Optional.empty());
    }
    Collections.shuffle(block, random);
    return block;
  }

  private Mishap mishap() {
    var kinds = random.nextInt(FAILURES_PER_PAUSE) == 0 ? Mishap.PAUSES : Mishap.EVERY;
    return kinds.get(random.nextInt(kinds.size()));
  }
}
