package dev.bearerd.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * An authorization server on 127.0.0.1 at which each provider has a path, {@code /NAME}. A refresh
 * token is good for one use: when an older one is shown, the server refuses all of that provider,
 * unless it is the last but one, and shown within the grace. Remembers every request and token.
 */
public final class StrictServer implements AutoCloseable {
  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Account> accounts = new HashMap<>();
  private final Map<String, Instant> expiryByToken = new HashMap<>();
  private final List<String> refused = new ArrayList<>();
  private final Queue<Runnable> afterAnswers = new ArrayDeque<>();
  private Duration lifetime = Duration.ofHours(1);
  private Duration grace = Duration.ZERO;
  private boolean down;
  private volatile CountDownLatch answers = new CountDownLatch(0);

  public StrictServer() {
    this("http", HttpServer::create);
  }

  /** One that speaks TLS, and demands a certificate of one of the clients if there are any. */
  public static StrictServer https(String protocol, SelfSigned own, SelfSigned... clients) {
    return new StrictServer(
        "https",
        (address, backlog) -> {
          var server = HttpsServer.create(address, backlog);
          server.setHttpsConfigurator(
              new HttpsConfigurator(own.context(clients)) {
                @Override
                public void configure(HttpsParameters parameters) {
                  var tls = getSSLContext().getDefaultSSLParameters();
                  tls.setProtocols(new String[] {protocol});
                  tls.setNeedClientAuth(clients.length > 0);
                  parameters.setSSLParameters(tls);
                }
              });
          return server;
        });
  }

  private StrictServer(String scheme, Listening listening) {
    try {
      server = listening.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.scheme = scheme;
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  /**
   * A token request.
   *
   * @param grant its {@code grant_type}
   * @param client whom the certificate of the connection is for; empty without one
   */
  public record Asked(Instant time, String grant, Map<String, Object> fields, String client) {}

  @FunctionalInterface
  private interface Listening {
    HttpServer at(InetSocketAddress address, int backlog) throws IOException;
  }

  public URI address() {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Of the tokens from now on, in whole seconds. */
  public synchronized StrictServer lifetime(Duration of) {
    lifetime = of;
    return this;
  }

  /** For how long the last but one refresh token is accepted. */
  public synchronized StrictServer grace(Duration of) {
    grace = of;
    return this;
  }

  /** What clients and users of a provider must know from now on; {@code correct} until then. */
  public synchronized void secret(String provider, String expected) {
    account(provider).secret = expected;
  }

  /** Answers every request with 503 while it is down. */
  public synchronized StrictServer down(boolean isDown) {
    down = isDown;
    return this;
  }

  /** Does what is asked from now on, and keeps the answers to itself until {@link #release()}. */
  public void hold() {
    answers = new CountDownLatch(1);
  }

  public void release() {
    answers.countDown();
  }

  /** Does something as soon as the next answer has been sent. */
  public synchronized void afterNextAnswer(Runnable action) {
    afterAnswers.add(action);
  }

  /** The requests of a provider, in order. */
  public synchronized List<Asked> requests(String provider) {
    return List.copyOf(account(provider).asked);
  }

  /** The requests of a provider by one grant, in order. */
  public List<Asked> requests(String provider, String grant) {
    return requests(provider).stream().filter(asked -> asked.grant().equals(grant)).toList();
  }

  /** The access token of a provider that was made last; empty before the first. */
  public synchronized String newestToken(String provider) {
    return account(provider).token;
  }

  /** The refresh token of a provider that was made last. */
  public synchronized Optional<String> newestRefreshToken(String provider) {
    return account(provider).current;
  }

  /** When a token ends; empty where it is none of this server's. */
  public synchronized Optional<Instant> expiry(String token) {
    return Optional.ofNullable(expiryByToken.get(token));
  }

  /** The refresh tokens that were shown and not accepted. */
  public synchronized List<String> refused() {
    return List.copyOf(refused);
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var answer = answer(SeenRequest.read(exchange), client(exchange));
      answers.await();
      var bytes = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    afterAnswer().run();
  }

  private synchronized Runnable afterAnswer() {
    return Optional.ofNullable(afterAnswers.poll()).orElse(() -> {});
  }

  private static String client(HttpExchange exchange) {
    try {
      return exchange instanceof HttpsExchange secured
          ? secured.getSSLSession().getPeerPrincipal().getName()
          : "";
    } catch (SSLPeerUnverifiedException e) {
      return "";
    }
  }

  private synchronized Answer answer(SeenRequest request, String client) {
    var account = account(request.path().substring(1));
    var fields = request.fields();
    var grant = String.valueOf(fields.get("grant_type"));
    account.asked.add(new Asked(request.time(), grant, fields, client));
    if (down) {
      return new Answer(503, "");
    }
    if (!account.secret.equals(clientSecret(request))) {
      return Answer.error(401, "invalid_client");
    }
    return switch (grant) {
      case "password" ->
          account.secret.equals(fields.get("password"))
              ? account.token(true)
              : Answer.error(400, "invalid_grant");
      case "refresh_token" -> refresh(account, String.valueOf(fields.get("refresh_token")));
      default -> account.token(false);
    };
  }

  private Answer refresh(Account account, String shown) {
    if (account.accepts(shown)) {
      return account.token(true);
    }
    refused.add(shown);
    account.revoke();
    return Answer.error(400, "invalid_grant");
  }

  /** That of a Basic header (RFC 6749 section 2.3.1). */
  private static String clientSecret(SeenRequest request) {
    var header = request.headers().getOrDefault("Authorization", "Basic ");
    var credentials = Base64.getDecoder().decode(header.substring("Basic ".length()));
    return new String(credentials, UTF_8).replaceFirst("^[^:]*:", "");
  }

  private Account account(String provider) {
    return accounts.computeIfAbsent(provider, Account::new);
  }

  /** All of one provider; guarded by the server. */
  private final class Account {
    private final String name;
    private final List<Asked> asked = new ArrayList<>();
    private String secret = "correct";
    private String token = "";
    private Optional<String> current = Optional.empty();
    private Optional<String> predecessor = Optional.empty();
    private Instant rotatedAt = Instant.EPOCH;

    Account(String name) {
      this.name = name;
    }

    boolean accepts(String shown) {
      var inGrace = Instant.now().isBefore(rotatedAt.plus(grace));
      return current.filter(shown::equals).isPresent()
          || (inGrace && predecessor.filter(shown::equals).isPresent());
    }

    void revoke() {
      current = Optional.empty();
      predecessor = Optional.empty();
    }

    Answer token(boolean renewable) {
      token = "token-%s-%d".formatted(name, asked.size());
      expiryByToken.put(token, Instant.now().plus(lifetime));
      return Answer.token(token, lifetime, renewable ? rotated() : "");
    }

    /** The one that was shown is the predecessor, also where it was that already. */
    private String rotated() {
      var shown = Optional.ofNullable(asked.get(asked.size() - 1).fields().get("refresh_token"));
      predecessor = shown.map(String::valueOf);
      current = Optional.of("refresh-%s-%d".formatted(name, asked.size()));
      rotatedAt = Instant.now();
      return current.get();
    }
  }

  private record Answer(int status, String body) {
    static Answer error(int status, String error) {
      return new Answer(status, "{\"error\": \"%s\"}".formatted(error));
    }

    static Answer token(String token, Duration lifetime, String refreshToken) {
      var body = "{\"access_token\": \"%s\", \"token_type\": \"Bearer\", \"expires_in\": %d%s}";
      var rest = refreshToken.isEmpty() ? "" : ", \"refresh_token\": \"" + refreshToken + "\"";
      return new Answer(200, body.formatted(token, lifetime.toSeconds(), rest));
    }
  }
}
