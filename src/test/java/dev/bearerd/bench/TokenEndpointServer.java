package dev.bearerd.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A token endpoint on 127.0.0.1 that costs next to nothing, as it shares the cores with what is
 * measured. Its tokens are as long as usual JWTs and live for an hour.
 */
final class TokenEndpointServer implements AutoCloseable {
  private static final String PADDING = "x".repeat(800);

  private final HttpServer server;
  private final AtomicInteger answers = new AtomicInteger();

  TokenEndpointServer() {
    // Otherwise an answer's body waits up to 40 ms for the acknowledgement of its headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/token", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
  }

  /** How many tokens it has given since it was last asked. */
  int takeAnswers() {
    return answers.getAndSet(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      var token = answers.incrementAndGet() + "." + PADDING;
      var body =
          "{\"access_token\": \"%s\", \"token_type\": \"Bearer\", \"expires_in\": 3600}"
              .formatted(token)
              .getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
