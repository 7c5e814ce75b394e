package dev.bearerd.refresh;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Providers by due time. Looking for what is due costs what is due, not what is configured. */
final class DueQueue {
  private record Entry(Instant due, Provider provider) {}

  private final TreeSet<Entry> entries =
      new TreeSet<>(
          Comparator.comparing(Entry::due).thenComparing(entry -> entry.provider().name()));
  private final Map<Provider, Entry> byProvider = new HashMap<>();

  /** Puts a provider where a due time belongs, in place of where it was. */
  void put(Provider provider, Instant due) {
    remove(provider);
    var entry = new Entry(due, provider);
    entries.add(entry);
    byProvider.put(provider, entry);
  }

  boolean contains(Provider provider) {
    return byProvider.containsKey(provider);
  }

  /** Takes out the provider that is due first, if its time has come. */
  Optional<Provider> pollDue(Instant now) {
    if (entries.isEmpty() || entries.first().due().isAfter(now)) {
      return Optional.empty();
    }
    var provider = entries.first().provider();
    remove(provider);
    return Optional.of(provider);
  }

  void remove(Provider provider) {
    Optional.ofNullable(byProvider.remove(provider)).ifPresent(entries::remove);
  }
}
