package dev.bearerd.apiconnect;

import dev.bearerd.token.Token;
import dev.bearerd.token.TokenSource;
import java.util.Optional;
import java.util.function.Function;

/** Finds the realm before the first token request, once, and leaves the rest to another source. */
public final class RealmSource implements TokenSource {
  private final RealmDirectory directory;
  private final RealmType type;
  private final Function<String, TokenSource> withRealm;
  private Optional<TokenSource> found = Optional.empty();

  /**
   * @param withRealm makes the source that asks in a realm
   */
  public RealmSource(
      RealmDirectory directory, RealmType type, Function<String, TokenSource> withRealm) {
    this.directory = directory;
    this.type = type;
    this.withRealm = withRealm;
  }

  @Override
  public Token fetch(Optional<Token> current) {
    return source().fetch(current);
  }

  private synchronized TokenSource source() {
    var source = found.orElseGet(() -> withRealm.apply(directory.defaultRealm(type)));
    found = Optional.of(source);
    return source;
  }
}
