package dev.bearerd.journal;

import dev.bearerd.token.Token;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers tokens until the process ends, for where no journal is configured. */
public final class MemoryJournal implements Journal {
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();

  @Override
  public Optional<Token> load(String provider) {
    return Optional.ofNullable(tokens.get(provider));
  }

  @Override
  public void store(String provider, Token token) {
    tokens.put(provider, token);
  }
}
