package dev.bearerd.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A token endpoint whose tokens a cluster accepts: each is a new one of the service account {@code
 * bearerd} of a namespace. They live longer than the endpoint says, as the API server gives none
 * for less than ten minutes.
 */
final class AccountTokens implements AutoCloseable {
  private final HttpServer server;
  private final String namespace;
  private final Duration lifetime;
  private final List<String> given = new CopyOnWriteArrayList<>();

  AccountTokens(String namespace, Duration lifetime) throws IOException {
    this.namespace = namespace;
    this.lifetime = lifetime;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
  }

  /** In their order. */
  List<String> given() {
    return given;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var token = next();
      given.add(token);
      var body =
          "{\"access_token\": \"%s\", \"token_type\": \"Bearer\", \"expires_in\": %d}"
              .formatted(token, lifetime.toSeconds())
              .getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String next() {
    return ApiServer.shared()
        .administrator()
        .serviceAccounts()
        .inNamespace(namespace)
        .withName("bearerd")
        .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
        .getStatus()
        .getToken();
  }
}
