package dev.bearerd.journal;

import java.util.Optional;

/** Remembers an entry of each provider. Safe for use by many threads at once. */
public interface Journal {

  /**
   * Keeps other processes from asking for a provider's next token, until it is closed: a refresh
   * token that rotates is good for one use.
   */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * The entry that was stored last; empty where there is none.
   *
   * @throws JournalException when the entry cannot be read, or understood
   */
  Optional<Entry> load(String provider);

  /**
   * Stores an entry in place of the one before; when this returns, it survives a crash.
   *
   * @throws JournalException when it could not be stored; the one before is kept
   */
  void store(String provider, Entry entry);

  /**
   * Forgets a provider.
   *
   * @throws JournalException when its entry is still there
   */
  void remove(String provider);

  /**
   * Takes hold of a provider. Ends with the process at the latest.
   *
   * @return empty while another process holds it
   * @throws JournalException when nobody can take hold
   */
  Optional<Hold> hold(String provider);

  /**
   * Looks for reasons why {@link #store} would fail, and changes nothing.
   *
   * @throws JournalException with the reason, and what to do
   */
  void probe();
}
