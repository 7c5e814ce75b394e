package dev.bearerd.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.token.Answer;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Revocation.Hint;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** When metadata is read, and what is held of it. */
class IssuerSourceTest {
  private static final String PLACE = "https://h/.well-known/openid-configuration";
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Token TOKEN =
      new Token(new Secret("t"), List.of(), NOW, NOW.plusSeconds(9), Token.ExpirySource.EXPIRES_IN);
  private static final List<Secret> ROTATED = List.of(new Secret("r2"));

  private final MetadataServer server = new MetadataServer();
  private final List<String> asked = new ArrayList<>();
  private Optional<TokenException> failure = Optional.empty();

  private final Issuer issuer =
      new Issuer(
          URI.create("https://h"),
          false,
          url -> url.getScheme().equals("http"),
          server,
          new HttpTransport.Limits(Duration.ofSeconds(1), 1024));
  private final IssuerSource source =
      new IssuerSource(
          issuer,
          url -> {
            asked.add(url.getPath());
            return holdings -> {
              if (failure.isPresent()) {
                throw failure.get();
              }
              return Answer.of(TOKEN).withHoldings(holdings);
            };
          });

  static List<Arguments> reasonsToDoubt() {
    return List.of(
        Arguments.of(TokenException.rejected("invalid_client")),
        Arguments.of(TokenException.malformed("no token")),
        Arguments.of(TokenException.transientAnswer("HTTP 404")),
        Arguments.of(TokenException.hostDown("connection refused")));
  }

  static List<Arguments> noReasons() {
    return List.of(
        Arguments.of(TokenException.hostBusy("HTTP 503", Optional.empty())),
        Arguments.of(TokenException.noAnswer("no answer within 10s")),
        Arguments.of(TokenException.local("client-secret-file does not exist")));
  }

  @Test
  void readsMetadataOnceForAllRequests() {
    serve("/token");

    var first = source.fetch(Holdings.NOTHING);
    var second = source.fetch(first.holdings());
    source.fetch(second.holdings());

    assertThat(asked).containsExactly("/token", "/token", "/token");
    assertThat(server.asked()).containsExactly(PLACE);
  }

  @Test
  void asksForNoTokenWhileThereIsNoMetadata() {
    var e = failure(Holdings.NOTHING);

    assertThat(e).hasMessageContaining("HTTP 404");
    assertThat(e.holdings()).isEmpty();
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("reasonsToDoubt")
  void readsAnewAfterAFailureThatAMoveWouldExplain(TokenException reason) {
    serve("/old");
    var known = source.fetch(Holdings.NOTHING).holdings();
    serve("/new");
    failure = Optional.of(reason);
    var held = failure(known).holdings().orElseThrow();
    failure = Optional.empty();

    var answer = source.fetch(held);
    source.fetch(answer.holdings());

    assertThat(asked).containsExactly("/old", "/old", "/new", "/new");
    assertThat(server.asked()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("noReasons")
  void readsNothingAnewAfterAnyOtherFailure(TokenException reason) {
    serve("/token");
    var known = source.fetch(Holdings.NOTHING).holdings();
    failure = Optional.of(reason);

    var e = failure(known);

    assertThat(e.holdings()).isEmpty();
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void usesWhatWasKnownWhereMetadataCannotBeRead() {
    serve("/token");
    var known = source.fetch(Holdings.NOTHING).holdings();
    failure = Optional.of(TokenException.hostDown("connection refused"));
    var held = failure(known).holdings().orElseThrow();
    server.answers(PLACE, 503, "");
    failure = Optional.empty();

    var answer = source.fetch(held);

    assertThat(asked).containsExactly("/token", "/token", "/token");
    assertThat(answer.holdings()).isEqualTo(known);
  }

  @Test
  void sendsNothingToAPlainAddressThatWasAllowedOnce() {
    var known = Holdings.NOTHING.withDiscoveries(Map.of("token_endpoint", "http://h/token"));
    serve("/token");

    source.fetch(known);

    assertThat(server.asked()).containsExactly(PLACE);
  }

  @Test
  void holdsWhatWasFoundAlthoughNoTokenCame() {
    serve("/token");
    failure = Optional.of(TokenException.noAnswer("no answer within 10s"));

    var held = failure(Holdings.NOTHING).holdings().orElseThrow();

    assertThat(held.discoveries()).containsEntry("token_endpoint", "https://h/token");
  }

  @Test
  void holdsTheRefreshTokensOfAFailure() {
    serve("/token");
    failure =
        Optional.of(
            TokenException.malformed("no token")
                .holding(Holdings.NOTHING.withRefreshTokens(ROTATED)));

    assertThat(failure(Holdings.NOTHING).holdings().orElseThrow().refreshTokens())
        .isEqualTo(ROTATED);
  }

  @Test
  void revokesAtWhatWasFoundWithTheToken() {
    var revocations = new ArrayList<String>();
    var revocation =
        new IssuerRevocation(
            issuer,
            Optional.empty(),
            (url, tokenUrl) ->
                (token, hint, found) -> revocations.add(url + " " + tokenUrl + " " + hint));
    var discoveries = Map.of("token_endpoint", "https://h/t", "revocation_endpoint", "https://h/r");

    revocation.revoke(new Secret("t"), Hint.ACCESS_TOKEN, discoveries);

    assertThat(revocations).containsExactly("https://h/r https://h/t ACCESS_TOKEN");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void revokesWhereItIsConfiguredAndStillFindsTheTokenEndpoint() {
    serve("/token");
    var revocations = new ArrayList<String>();
    var revocation =
        new IssuerRevocation(
            issuer,
            Optional.of(URI.create("https://h/mine")),
            (url, tokenUrl) -> (token, hint, found) -> revocations.add(url + " " + tokenUrl));

    revocation.revoke(new Secret("t"), Hint.ACCESS_TOKEN, Map.of());

    assertThat(revocations).containsExactly("https://h/mine https://h/token");
  }

  @Test
  void cannotRevokeWhereTheServerHasNoEndpointForIt() {
    serve("/token");
    var revocation =
        new IssuerRevocation(issuer, Optional.empty(), (url, at) -> (token, hint, found) -> {});

    var e =
        catchThrowableOfType(
            TokenException.class,
            () -> revocation.revoke(new Secret("t"), Hint.REFRESH_TOKEN, Map.of()));

    assertThat(e).hasMessage("the metadata of the issuer names no revocation_endpoint");
  }

  private TokenException failure(Holdings holdings) {
    return catchThrowableOfType(TokenException.class, () -> source.fetch(holdings));
  }

  private void serve(String path) {
    server.serves(
        PLACE, "{\"issuer\": \"https://h\", \"token_endpoint\": \"https://h%s\"}".formatted(path));
  }
}
