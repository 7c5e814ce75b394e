package dev.bearerd.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * A token server of all five documented systems on 127.0.0.1. It compares whole requests with the
 * documents and answers what differs with an error; {@link #complaints()} then has a line about it.
 * Remembers every request and every token it gave.
 */
public final class TokenServer implements AutoCloseable {
  private final HttpServer server;
  private final URI address;
  private final Duration lifetime;
  private final List<SeenRequest> requests = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final Map<String, Instant> expiryByToken = new HashMap<>();
  private final Set<String> adminAuthorizations = new HashSet<>();
  private final Set<String> refreshTokens = new HashSet<>();
  private final Set<Object> registrations = new HashSet<>();
  private final Queue<Answer> faults = new ArrayDeque<>();

  private TokenServer(HttpServer server, String scheme, Duration lifetime) {
    this.server = server;
    this.address = URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    this.lifetime = lifetime;
  }

  /**
   * Starts serving plain HTTP.
   *
   * @param lifetime of the tokens, whole seconds
   */
  public static TokenServer http(Duration lifetime) {
    try {
      return new TokenServer(HttpServer.create(anyPort(), 0), "http", lifetime).started();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts serving HTTPS.
   *
   * @param lifetime of the tokens, whole seconds
   */
  public static TokenServer https(Duration lifetime, SelfSigned certificate) {
    try {
      var server = HttpsServer.create(anyPort(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
      return new TokenServer(server, "https", lifetime).started();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI address() {
    return address;
  }

  /** The requests to a path, in order. */
  public synchronized List<SeenRequest> requests(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).toList();
  }

  /** One line for each request that no document has. */
  public synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** When a token ends; empty where it is none of this server's. */
  public synchronized Optional<Instant> expiry(String token) {
    return Optional.ofNullable(expiryByToken.get(token));
  }

  /** Answers the next requests so, whatever they are. */
  public synchronized void failNext(int count, int status, String body) {
    for (var i = 0; i < count; i++) {
      faults.add(new Answer(status, body));
    }
  }

  /** Refuses all refresh tokens that are out. */
  public synchronized void revokeRefreshTokens() {
    refreshTokens.clear();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private TokenServer started() {
    server.createContext("/", this::serve);
    server.start();
    return this;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var answer = answer(SeenRequest.read(exchange));
      var bytes = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private synchronized Answer answer(SeenRequest request) {
    requests.add(request);
    var difference = difference(request);
    difference.ifPresent(words -> complaints.add(request.path() + ": unexpected " + words));
    return Optional.ofNullable(faults.poll())
        .orElseGet(() -> difference.isPresent() ? Answer.INVALID_REQUEST : goodAnswer(request));
  }

  private Optional<String> difference(SeenRequest request) {
    return Optional.ofNullable(Documents.at(address.getAuthority()).get(request.path()))
        .map(document -> document.difference(withoutVariables(request)))
        .orElse(Optional.of("path"));
  }

  /** Replaces the tokens that this server gave by the names that the documents have for them. */
  private SeenRequest withoutVariables(SeenRequest request) {
    var headers = new HashMap<>(request.headers());
    headers.replaceAll(
        (name, value) -> adminAuthorizations.contains(value) ? Documents.ADMIN : value);
    var body = request.body().replaceFirst("&?refresh_token=[^&]+", "&refresh_token=any");
    var plain = body.startsWith("&") ? body.substring(1) : body;
    return new SeenRequest(request.time(), request.method(), request.path(), headers, plain);
  }

  private Answer goodAnswer(SeenRequest request) {
    var fields = request.fields();
    return switch (request.path()) {
      case Documents.PROVIDER_REALMS -> Answer.realms("default-idp-2");
      case Documents.ADMIN_REALMS -> Answer.realms("default-idp-1");
      case Documents.REGISTRATIONS ->
          registrations.add(fields.get("name")) ? Answer.CREATED : Answer.EXISTS;
      case Documents.API_CONNECT -> {
        var token = newToken();
        if (String.valueOf(fields.get("realm")).startsWith("admin/")) {
          adminAuthorizations.add("Bearer " + token);
        }
        yield Answer.token(token, Long.toString(lifetime.toSeconds()));
      }
      case Documents.CONFIGAPI -> Answer.token(newToken(), "\"" + lifetime.toSeconds() + "\",");
      case Documents.API_CLOUD -> apiCloud(fields);
      default -> Answer.token(newToken(), Long.toString(lifetime.toSeconds()));
    };
  }

  private Answer apiCloud(Map<String, Object> fields) {
    var presented = fields.get("refresh_token");
    if (presented != null && !refreshTokens.remove(presented)) {
      return Answer.INVALID_GRANT;
    }
    var next = "refresh-" + requests.size();
    refreshTokens.add(next);
    var rest = lifetime.toSeconds() + ", \"refresh_token\": \"" + next + "\"";
    return Answer.token(newToken(), rest);
  }

  private String newToken() {
    var token = "token-%d-%s".formatted(requests.size(), "x".repeat(200));
    expiryByToken.put(token, Instant.now().plus(lifetime));
    return token;
  }

  private record Answer(int status, String body) {
    static final Answer INVALID_REQUEST = new Answer(400, "{\"error\": \"invalid_request\"}");
    static final Answer INVALID_GRANT = new Answer(400, "{\"error\": \"invalid_grant\"}");
    static final Answer CREATED = new Answer(201, "{\"state\": \"enabled\"}");
    static final Answer EXISTS = new Answer(409, "{\"status\": 409, \"message\": [\"exists\"]}");

    /**
     * @param rest what follows {@code "expires_in":}
     */
    static Answer token(String token, String rest) {
      var body = "{\"access_token\": \"%s\", \"token_type\": \"Bearer\", \"expires_in\": %s}";
      return new Answer(200, body.formatted(token, rest));
    }

    static Answer realms(String name) {
      var body =
          """
          {"total_results": 1, "results": [
            {"name": "%s", "title": "Users", "default": true, "registry_type": "lur"}]}
          """;
      return new Answer(200, body.formatted(name));
    }
  }
}
