package dev.bearerd.journal;

import dev.bearerd.token.Token;
import java.util.Optional;

/** Remembers the last token of each provider. Safe for use by many threads at once. */
public interface Journal {

  /**
   * The token that was stored last, maybe expired; empty where there is none or where what is
   * stored cannot be understood.
   *
   * @throws JournalException when the journal cannot be read
   */
  Optional<Token> load(String provider);

  /**
   * Stores a token in place of the one before; when this returns, it survives a crash.
   *
   * @throws JournalException when it could not be stored; the one before is kept
   */
  void store(String provider, Token token);
}
