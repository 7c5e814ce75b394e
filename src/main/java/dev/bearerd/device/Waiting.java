package dev.bearerd.device;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
public interface Waiting {
  void during(Duration pause) throws InterruptedException;
}
