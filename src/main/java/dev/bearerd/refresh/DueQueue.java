package dev.bearerd.refresh;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Things by due time. Looking for what is due costs what is due, not what is there. */
final class DueQueue<T> {
  private record Entry<T>(Instant due, long number, T thing) {}

  private final TreeSet<Entry<T>> entries =
      new TreeSet<>(
          Comparator.comparing((Entry<T> entry) -> entry.due()).thenComparing(Entry::number));
  private final Map<T, Entry<T>> byThing = new HashMap<>();
  private long number;

  /** Puts a thing where a due time belongs, in place of where it was. */
  void put(T thing, Instant due) {
    remove(thing);
    var entry = new Entry<>(due, number++, thing);
    entries.add(entry);
    byThing.put(thing, entry);
  }

  /** The due time of what is due first. */
  Optional<Instant> first() {
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.first().due());
  }

  /** Takes out what is due first, if its time has come. */
  Optional<T> pollDue(Instant now) {
    if (entries.isEmpty() || entries.first().due().isAfter(now)) {
      return Optional.empty();
    }
    var thing = entries.first().thing();
    remove(thing);
    return Optional.of(thing);
  }

  void remove(T thing) {
    Optional.ofNullable(byThing.remove(thing)).ifPresent(entries::remove);
  }
}
