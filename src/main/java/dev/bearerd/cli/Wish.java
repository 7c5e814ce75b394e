package dev.bearerd.cli;

import java.util.Optional;

/** What somebody may want before it can be done: then it is done as soon as it can. */
final class Wish {
  private Optional<Runnable> fulfilment = Optional.empty();
  private boolean pending;

  /** Somebody wants it. */
  synchronized void make() {
    fulfilment.ifPresentOrElse(Runnable::run, () -> pending = true);
  }

  /** From now on it can be done, like this. */
  synchronized void fulfil(Runnable how) {
    fulfilment = Optional.of(how);
    if (pending) {
      pending = false;
      how.run();
    }
  }
}
