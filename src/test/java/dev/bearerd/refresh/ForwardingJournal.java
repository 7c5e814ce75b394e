package dev.bearerd.refresh;

import dev.bearerd.journal.Entry;
import dev.bearerd.journal.Journal;
import dev.bearerd.journal.MemoryJournal;
import java.util.Optional;

/** A journal in memory, of which a test changes what it needs. */
abstract class ForwardingJournal implements Journal {
  final MemoryJournal entries = new MemoryJournal();

  @Override
  public Optional<Entry> load(String provider) {
    return entries.load(provider);
  }

  @Override
  public void store(String provider, Entry entry) {
    entries.store(provider, entry);
  }

  @Override
  public void remove(String provider) {
    entries.remove(provider);
  }

  @Override
  public Optional<Hold> hold(String provider) {
    return entries.hold(provider);
  }

  @Override
  public void probe() {}
}
