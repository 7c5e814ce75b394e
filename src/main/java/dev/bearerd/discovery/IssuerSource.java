package dev.bearerd.discovery;

import dev.bearerd.token.Answer;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Reach;
import dev.bearerd.token.TokenSource;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the token endpoint before the first token request, and leaves the rest to another source.
 * What was found is held. Once that source brings no token although its host is well, or cannot be
 * reached, the metadata is read anew at the next attempt: the endpoint may have moved. Where that
 * fails, what was known is used, unless secrets may no longer be sent there.
 */
public final class IssuerSource implements TokenSource {
  private static final String DOUBTED = "doubted";

  private final Issuer issuer;
  private final Function<URI, TokenSource> withTokenUrl;

  /**
   * @param withTokenUrl makes the source that asks there
   */
  public IssuerSource(Issuer issuer, Function<URI, TokenSource> withTokenUrl) {
    this.issuer = issuer;
    this.withTokenUrl = withTokenUrl;
  }

  @Override
  public Answer fetch(Holdings holdings) {
    var metadata = metadata(holdings.discoveries());
    var found = holdings.withDiscoveries(metadata.discoveries());
    var source = withTokenUrl.apply(issuer.endpoint(metadata, Endpoint.TOKEN));
    try {
      return source.fetch(found);
    } catch (TokenException e) {
      var saved = e.holdings().orElse(found);
      var held = isReasonToDoubt(e) ? saved.withDiscoveries(doubted(metadata)) : saved;
      throw held.equals(holdings) ? e : e.holding(held);
    }
  }

  private AuthorizationServerMetadata metadata(Map<String, String> discoveries) {
    var known = AuthorizationServerMetadata.of(discoveries).filter(issuer::allows);
    if (known.isPresent() && !discoveries.containsKey(DOUBTED)) {
      return known.get();
    }
    return readAnew(known);
  }

  private AuthorizationServerMetadata readAnew(Optional<AuthorizationServerMetadata> known) {
    try {
      return issuer.read();
    } catch (TokenException e) {
      return known.orElseThrow(() -> e);
    }
  }

  private static boolean isReasonToDoubt(TokenException e) {
    return e.reach() == Reach.ANSWERED || e.reach() == Reach.UNREACHED;
  }

  private static Map<String, String> doubted(AuthorizationServerMetadata metadata) {
    var discoveries = new HashMap<>(metadata.discoveries());
    discoveries.put(DOUBTED, "");
    return discoveries;
  }
}
