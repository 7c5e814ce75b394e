package dev.bearerd.refresh;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Runs the hooks of all providers when they are due. Safe for threads. */
final class HookRunner {
  private record Step(Provider provider, HookTask hook) {}

  private final DueQueue<Step> queue = new DueQueue<>();
  private final Set<Step> running = new HashSet<>();
  private final Consumer<Runnable> executor;
  private final Consumer<Provider> afterwards;
  private final InstantSource clock;

  /**
   * @param executor runs a hook, never in the calling thread
   * @param afterwards is told when a hook of a provider has run
   */
  HookRunner(Consumer<Runnable> executor, Consumer<Provider> afterwards, InstantSource clock) {
    this.executor = executor;
    this.afterwards = afterwards;
    this.clock = clock;
  }

  /** A provider may have something to tell. */
  synchronized void announced(Provider provider) {
    provider.hooks().forEach(hook -> await(new Step(provider, hook)));
    startDue();
  }

  /** Starts what is due by the clock. */
  synchronized void startDue() {
    var now = clock.instant();
    for (var due = queue.pollDue(now); due.isPresent(); due = queue.pollDue(now)) {
      var step = due.get();
      if (isWanted(step)) {
        running.add(step);
        executor.accept(() -> run(step));
      }
    }
  }

  private void await(Step step) {
    if (!running.contains(step) && isWanted(step)) {
      step.hook().due().ifPresent(at -> queue.put(step, at));
    }
  }

  /** Hooks that left the configuration are told nothing more. */
  private static boolean isWanted(Step step) {
    return step.provider().hooks().contains(step.hook());
  }

  private void run(Step step) {
    try {
      step.hook().run();
      step.provider().hookRan();
      afterwards.accept(step.provider());
    } finally {
      synchronized (this) {
        running.remove(step);
        await(step);
      }
    }
  }
}
