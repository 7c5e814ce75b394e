package dev.bearerd.refresh;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Notices when a secret changes that may be what providers fail for. Files are looked at by another
 * thread, as they may be on a disk that hangs, and one look at a time. Safe for threads.
 */
final class CredentialsWatch {
  private final Set<Provider> waiting = new LinkedHashSet<>();
  private final Consumer<Runnable> executor;
  private final Consumer<List<Provider>> changed;
  private boolean looking;

  /**
   * @param executor runs a look, never in the calling thread
   * @param changed is told who may ask again
   */
  CredentialsWatch(Consumer<Runnable> executor, Consumer<List<Provider>> changed) {
    this.executor = executor;
    this.changed = changed;
  }

  /** A provider's state has changed. */
  synchronized void note(Provider provider) {
    if (provider.awaitsCredentials()) {
      waiting.add(provider);
    } else {
      waiting.remove(provider);
    }
  }

  /** Looks, if there is anything to look at. */
  synchronized void look() {
    if (!waiting.isEmpty() && !looking) {
      looking = true;
      var refused = List.copyOf(waiting);
      executor.accept(() -> look(refused));
    }
  }

  private void look(List<Provider> refused) {
    try {
      var found = refused.stream().filter(Provider::hasNewCredentials).toList();
      if (!found.isEmpty()) {
        changed.accept(found);
      }
    } finally {
      looked();
    }
  }

  private synchronized void looked() {
    looking = false;
  }
}
