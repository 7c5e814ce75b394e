package dev.bearerd.apiconnect;

import dev.bearerd.token.Answer;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the realm before the first token request, and leaves the rest to another source. What was
 * found is held, and asked for again once that source is refused: the default may have changed.
 */
public final class RealmSource implements TokenSource {
  private static final String REALM = "realm";

  private final RealmDirectory directory;
  private final RealmType type;
  private final Function<String, TokenSource> withRealm;

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
  public Answer fetch(Holdings holdings) {
    var known = Optional.ofNullable(holdings.discoveries().get(REALM));
    var realm = known.orElseGet(() -> directory.defaultRealm(type));
    var found = holdings.withDiscoveries(Map.of(REALM, realm));
    try {
      return withRealm.apply(realm).fetch(found);
    } catch (TokenException e) {
      var held = held(e, found);
      throw held.equals(holdings) ? e : e.holding(held);
    }
  }

  private static Holdings held(TokenException e, Holdings found) {
    var saved = e.holdings().orElse(found);
    return e.kind() == TokenException.Kind.REJECTED ? saved.withDiscoveries(Map.of()) : saved;
  }
}
