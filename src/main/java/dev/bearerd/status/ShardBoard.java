package dev.bearerd.status;

import dev.bearerd.status.StatusReport.ShardStatus;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Supplier;

/** Whose the shards are, for the status. None where replicas share nothing. */
@Singleton
public class ShardBoard {
  private volatile Supplier<List<ShardStatus>> known = List::of;

  /** From now on, this is asked. */
  public void show(Supplier<List<ShardStatus>> asked) {
    known = asked;
  }

  List<ShardStatus> now() {
    return known.get();
  }
}
