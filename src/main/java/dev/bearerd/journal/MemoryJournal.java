package dev.bearerd.journal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers entries until the process ends, for where no journal is configured. */
public final class MemoryJournal implements Journal {
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  @Override
  public Optional<Entry> load(String provider) {
    return Optional.ofNullable(entries.get(provider));
  }

  @Override
  public void store(String provider, Entry entry) {
    entries.put(provider, entry);
  }

  @Override
  public void remove(String provider) {
    entries.remove(provider);
  }

  @Override
  public Optional<Hold> hold(String provider) {
    return Optional.of(() -> {});
  }

  @Override
  public void probe() {}
}
