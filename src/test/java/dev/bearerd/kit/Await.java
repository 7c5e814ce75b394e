package dev.bearerd.kit;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other processes do. */
public final class Await {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Await() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @param timeout of the time that the machine has for it
   * @param state what there is instead, for the failure's message
   * @throws AssertionError when it does not hold in time
   */
  public static void until(
      String expected, Duration timeout, BooleanSupplier condition, Supplier<String> state) {
    var start = Instant.now();
    while (!condition.getAsBoolean()) {
      if (MachineTime.since(start).compareTo(timeout) > 0) {
        throw new AssertionError(
            "not within %s: %s%nbut: %s".formatted(timeout, expected, state.get()));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
  }
}
