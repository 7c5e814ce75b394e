package dev.bearerd.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An authorization server on 127.0.0.1 that is found by its metadata. It has client credentials,
 * the device flow, refresh tokens that are good for one use, and revocation. Its token endpoint can
 * be moved. Remembers every request.
 */
public final class IssuerServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<SeenRequest> requests = new ArrayList<>();
  private final List<String> revoked = new ArrayList<>();
  private String tokenPath = "/token";
  private String scope = "";
  private String refreshToken = "";
  private boolean down;
  private boolean granted;
  private int issued;

  public IssuerServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  /** Its issuer. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on the token endpoint is elsewhere. */
  public synchronized void move(String path) {
    tokenPath = path;
  }

  /** From now on all is answered with 503, or not. */
  public synchronized void down(boolean isDown) {
    down = isDown;
  }

  /** From now on answers name these scopes. */
  public synchronized void scope(String scopes) {
    scope = scopes;
  }

  /** Somebody confirms the code. */
  public synchronized void grant() {
    granted = true;
  }

  /** The requests to a path, in order. */
  public synchronized List<SeenRequest> requests(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).toList();
  }

  /** What was revoked, in order. */
  public synchronized List<String> revoked() {
    return List.copyOf(revoked);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var answer = answer(SeenRequest.read(exchange));
      var bytes = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private synchronized Answer answer(SeenRequest request) {
    requests.add(request);
    if (down) {
      return new Answer(503, "");
    }
    if (request.path().equals(tokenPath)) {
      return token(request);
    }
    return switch (request.path()) {
      case "/.well-known/openid-configuration" -> metadata();
      case "/device" -> device();
      case "/revoke" -> {
        revoked.add(String.valueOf(request.fields().get("token")));
        yield new Answer(200, "");
      }
      default -> new Answer(404, "");
    };
  }

  private Answer metadata() {
    return new Answer(
        200,
        """
        {"issuer": "@", "token_endpoint": "@%s", "device_authorization_endpoint": "@/device",
         "revocation_endpoint": "@/revoke"}
        """
            .formatted(tokenPath)
            .replace("@", address().toString()));
  }

  private Answer device() {
    return new Answer(
        200,
        """
        {"device_code": "d3v1ce-c0de", "user_code": "WDJB-MJHT", "expires_in": 60, "interval": 1,
         "verification_uri": "@/activate", "verification_uri_complete": "@/activate?c=WDJB-MJHT"}
        """
            .replace("@", address().toString()));
  }

  private Answer token(SeenRequest request) {
    var fields = request.fields();
    return switch (String.valueOf(fields.get("grant_type"))) {
      case "client_credentials" -> issue("");
      case "refresh_token" ->
          refreshToken.equals(fields.get("refresh_token")) ? rotated() : error("invalid_grant");
      default -> granted ? rotated() : error("authorization_pending");
    };
  }

  private Answer rotated() {
    refreshToken = "refresh-" + (issued + 1);
    return issue(", \"refresh_token\": \"" + refreshToken + "\"");
  }

  private Answer issue(String more) {
    issued++;
    var named = Optional.of(scope).filter(text -> !text.isEmpty());
    var scopes = named.map(text -> ", \"scope\": \"" + text + "\"").orElse("");
    return new Answer(
        200,
        "{\"access_token\": \"token-%d\", \"token_type\": \"Bearer\", \"expires_in\": 3600%s%s}"
            .formatted(issued, more, scopes));
  }

  private static Answer error(String code) {
    return new Answer(400, "{\"error\": \"" + code + "\"}");
  }

  private record Answer(int status, String body) {}
}
