package dev.bearerd.secret;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets a few things begin at once; the rest wait, first come, first served. Whoever ends a turn
 * begins the next. Safe for threads.
 */
final class Turns {
  private final Queue<Supplier<? extends CompletableFuture<?>>> waiting = new ArrayDeque<>();
  private final Semaphore free;

  Turns(int atOnce) {
    this.free = new Semaphore(atOnce);
  }

  /**
   * Waits for its turn; does not block.
   *
   * @param beginning returns at once, and its turn ends with what it returns, however that ends
   */
  void await(Supplier<? extends CompletableFuture<?>> beginning) {
    synchronized (this) {
      waiting.add(beginning);
    }
    go();
  }

  private void go() {
    for (var next = admit(); next.isPresent(); next = admit()) {
      var turn = next.get().get();
      if (turn.isDone()) {
        free.release(); // and no deeper, as thousands may be done at once
      } else {
        var unused = turn.whenComplete((done, thrown) -> leave());
      }
    }
  }

  private synchronized Optional<Supplier<? extends CompletableFuture<?>>> admit() {
    var admitted = !waiting.isEmpty() && free.tryAcquire();
    return admitted ? Optional.of(waiting.remove()) : Optional.empty();
  }

  private void leave() {
    free.release();
    go();
  }
}
