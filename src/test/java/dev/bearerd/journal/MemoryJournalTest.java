package dev.bearerd.journal;

final class MemoryJournalTest extends JournalContract {
  @Override
  protected Journal journal() {
    return new MemoryJournal();
  }
}
