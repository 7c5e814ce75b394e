package dev.bearerd.shard;

import dev.bearerd.journal.JournalException;
import dev.bearerd.token.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brings changes of many threads to one place that is slow: one request at a time, and all changes
 * that have come meanwhile go with the next.
 */
final class GroupCommit {
  private final Function<Map<String, Optional<Secret>>, Map<String, JournalException>> commit;
  private final Object request = new Object();
  private volatile Batch open = new Batch();

  /**
   * @param commit makes changes by key, an empty value being a removal; returns why those that it
   *     could not make could not be made, or throws where it could make none
   */
  GroupCommit(Function<Map<String, Optional<Secret>>, Map<String, JournalException>> commit) {
    this.commit = commit;
  }

  /**
   * Makes a change, and returns when it is made.
   *
   * @throws JournalException when it is not
   */
  void change(String key, Optional<Secret> value) {
    var batch = join(key, value);
    synchronized (request) {
      if (!batch.ended) { // nobody has sent it while this thread was waiting
        close(batch);
      }
    }
    batch
        .failure(key)
        .ifPresent(
            failure -> {
              throw failure.again();
            });
  }

  /** Does something while no request is under way. */
  <T> T alone(Supplier<T> work) {
    synchronized (request) {
      return work.get();
    }
  }

  private synchronized Batch join(String key, Optional<Secret> value) {
    open.changes.put(key, value);
    return open;
  }

  private synchronized void begin() {
    open = new Batch();
  }

  private void close(Batch batch) {
    begin();
    batch.ended = true;
    try {
      batch.failures.putAll(commit.apply(Map.copyOf(batch.changes)));
    } catch (JournalException e) {
      fail(batch, e);
    } catch (RuntimeException | Error e) { // the others of the batch must not take it for made
      fail(batch, new JournalException("unforeseen: " + e.getClass().getName()));
      throw e;
    }
  }

  private static void fail(Batch batch, JournalException e) {
    batch.changes.keySet().forEach(key -> batch.failures.put(key, e));
  }

  /** What goes with one request. */
  private static final class Batch {
    private final Map<String, Optional<Secret>> changes = new HashMap<>();
    private final Map<String, JournalException> failures = new HashMap<>();
    private volatile boolean ended;

    Optional<JournalException> failure(String key) {
      return Optional.ofNullable(failures.get(key));
    }
  }
}
