package dev.bearerd.leak;

import static dev.bearerd.leak.MarkedSecret.ACCESS_TOKEN;
import static dev.bearerd.leak.MarkedSecret.API_KEY;
import static dev.bearerd.leak.MarkedSecret.ASSERTION;
import static dev.bearerd.leak.MarkedSecret.CLIENT_SECRET;
import static dev.bearerd.leak.MarkedSecret.PASSWORD;
import static dev.bearerd.leak.MarkedSecret.REFRESH_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.apiconnect.RealmDirectory;
import dev.bearerd.apiconnect.RealmType;
import dev.bearerd.apiconnect.Registrations;
import dev.bearerd.oauth.AnswerReader;
import dev.bearerd.oauth.BodyFormat;
import dev.bearerd.oauth.ClientAuthentication;
import dev.bearerd.oauth.ConfiguredClient;
import dev.bearerd.oauth.Grant;
import dev.bearerd.oauth.HttpCall;
import dev.bearerd.oauth.HttpReply;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.oauth.Pointers;
import dev.bearerd.oauth.Redaction;
import dev.bearerd.oauth.TokenEndpoint;
import dev.bearerd.oauth.TokenRequest;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server does with the secrets that it is sent, and with those that it sends. */
final class ExchangeLeakTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final URI SERVER = URI.create("https://example.com");
  private static final HttpTransport.Limits LIMITS =
      new HttpTransport.Limits(Duration.ofSeconds(10), 1 << 20);

  private final Evidence evidence = new Evidence();

  static Stream<Arguments> echoes() {
    return Arrays.stream(Echo.values())
        .flatMap(
            echo -> Arrays.stream(Disguise.values()).map(disguise -> Arguments.of(echo, disguise)));
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void hidesWhatAnEndpointRepeats(Echo echo, Disguise disguise) {
    for (var body : BodyFormat.values()) {
      for (var authentication : authentications()) {
        ask(request(authentication, body), call -> echo.of(repeated(echo, disguise, call)));
      }
    }

    evidence.assertClean();
  }

  @Test
  void showsWhatIsNoSecret() {
    ask(
        request(authentications().get(0), BodyFormat.FORM),
        call -> Echo.ERROR_DESCRIPTION.of("locked"));

    assertThat(evidence.text())
        .contains("invalid_grant", "locked", "grant_type=password", "Basic ***");
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void hidesWhatAnApiConnectServerRepeats(Echo echo, Disguise disguise, @TempDir Path directory)
      throws IOException {
    var transport = shown(call -> echo.of(text(disguise, sent(call))));
    var document = Files.writeString(directory.resolve("registration"), registration());

    add(() -> new Registrations(SERVER, transport, LIMITS).create(document, token()).toString());
    add(() -> new RealmDirectory(SERVER, transport, LIMITS).list(RealmType.ADMIN).toString());

    evidence.assertClean();
  }

  @ParameterizedTest
  @EnumSource
  void hidesATokenInTheAddressOfARegistration(Disguise disguise, @TempDir Path directory)
      throws IOException {
    var url = "/" + disguise.of(CLIENT_SECRET.text()) + "/" + disguise.of(ACCESS_TOKEN.text());
    var body = "{\"url\": \"" + Disguise.JSON.of(url) + "\"}";
    var created = new Echo.Answer(201, "Created", Map.of(), body);
    var document = Files.writeString(directory.resolve("registration"), registration());

    add(
        () ->
            new Registrations(SERVER, shown(call -> created), LIMITS)
                .create(document, token())
                .toString());

    evidence.assertClean();
  }

  private void ask(TokenRequest request, Function<HttpCall, Echo.Answer> server) {
    var endpoint =
        new TokenEndpoint(
            request,
            new AnswerReader(Pointers.DEFAULT, Optional.empty(), true),
            shown(server),
            LIMITS,
            () -> NOW);
    var holdings = new Holdings(List.of(secret(REFRESH_TOKEN)), Map.of());

    add(() -> endpoint.fetch(holdings).clockSkew().toString());
    add(() -> endpoint.fetch(Holdings.NOTHING).pause().toString());
  }

  /** As {@code check --live} shows it. */
  private HttpTransport shown(Function<HttpCall, Echo.Answer> server) {
    return (call, limits) -> {
      var answer = server.apply(call);
      var reply = new HttpReply(answer.status(), answer.headers(), answer.body(), NOW);
      evidence.add("call", call.toString()).add("reply", reply.toString());
      Redaction.lines(call).forEach(line -> evidence.add("exchange", line));
      Redaction.lines(call, reply).forEach(line -> evidence.add("exchange", line));
      return reply;
    };
  }

  private void add(Work work) {
    try {
      evidence.add("result", work.result());
    } catch (TokenException e) {
      evidence.add("exception", e).add("holdings", e.holdings().toString());
    }
  }

  @FunctionalInterface
  private interface Work {
    String result();
  }

  private static TokenRequest request(ClientAuthentication authentication, BodyFormat body) {
    return new TokenRequest(
        URI.create("https://example.com/token?key=" + API_KEY.mark()),
        new Grant.Password("someone", new SecretRef.Literal(secret(PASSWORD))),
        authentication,
        List.of("openid"),
        Map.of("software_statement", ASSERTION.text()),
        Map.of("X-Api-Key", API_KEY.text()),
        body);
  }

  private static List<ClientAuthentication> authentications() {
    var client =
        new ConfiguredClient("client", Optional.of(new SecretRef.Literal(secret(CLIENT_SECRET))));
    return List.of(
        new ClientAuthentication.Basic(client, ClientAuthentication.Encoding.FORM),
        new ClientAuthentication.Basic(client, ClientAuthentication.Encoding.RAW),
        new ClientAuthentication.Post(client));
  }

  private static String registration() {
    return """
        {"name": "app", "title": "App", "client_id": "app", "client_secret": "%s"}
        """
        .formatted(Disguise.JSON.of(CLIENT_SECRET.text()));
  }

  private static Token token() {
    return new Token(
        secret(ACCESS_TOKEN), List.of(), NOW, NOW.plusSeconds(60), Token.ExpirySource.EXPIRES_IN);
  }

  private static Secret secret(MarkedSecret kind) {
    return new Secret(kind.text());
  }

  /** What a server can know by then: what it is sent, and what it gives. */
  private static String repeated(Echo echo, Disguise disguise, HttpCall call) {
    return text(disguise, Stream.concat(sent(call).stream(), echo.tokens().stream()).toList());
  }

  private static List<MarkedSecret> sent(HttpCall call) {
    return LeakSearch.in(call.headers() + call.body());
  }

  private static String text(Disguise disguise, List<MarkedSecret> kinds) {
    return kinds.stream().map(kind -> disguise.of(kind.text())).collect(Collectors.joining(". "));
  }
}
