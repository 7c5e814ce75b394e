package dev.bearerd.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * An authorization server on 127.0.0.1 that speaks the dialects of the five documented systems as
 * strictly as their documents: what differs from them in method, header, body, realm, host or
 * credentials is refused with the error that the system would give. It serves one request at a
 * time, over plain HTTP.
 */
public final class DemoAuthorizationServer implements AutoCloseable {
  private final HttpServer server;
  private final URI address;
  private final Map<String, Route> routes;
  private final Map<String, Integer> requests = new ConcurrentHashMap<>();

  private DemoAuthorizationServer(HttpServer server, DemoMint mint) {
    this.server = server;
    this.address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    this.routes = routes(address.getAuthority(), new ApiConnect(address, mint), mint);
  }

  /**
   * Starts serving.
   *
   * @param port 0 takes any free one
   * @param lifetime of the tokens, a second or more
   */
  public static DemoAuthorizationServer start(
      int port, Duration lifetime, InstantSource clock, RandomGenerator random) {
    var mint = new DemoMint(lifetime, clock, random);
    var demo = new DemoAuthorizationServer(listen(port), mint);
    demo.server.createContext("/", demo::serve);
    demo.server.start();
    return demo;
  }

  /** Scheme, host and port. */
  public URI address() {
    return address;
  }

  /** How many requests a path has had, refused ones too. */
  public int requests(String path) {
    return requests.getOrDefault(path, 0);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static HttpServer listen(int port) {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on 127.0.0.1:%d: %s".formatted(port, e.getMessage()), e);
    }
  }

  private static Map<String, Route> routes(String host, ApiConnect apiConnect, DemoMint mint) {
    Function<DemoRefusal, DemoReply> connect = ApiConnect::error;
    Function<DemoRefusal, DemoReply> oauth = DemoReply::oauthError;
    return Map.of(
        "/api/cloud/provider/identity-providers",
        new Route(host, apiConnect::providerIdentities, connect),
        "/api/cloud/admin/identity-providers",
        new Route(host, apiConnect::adminIdentities, connect),
        "/api/token",
        new Route(host, apiConnect::token, connect),
        "/api/cloud/registrations",
        new Route(host, apiConnect::register, connect),
        "/configapi/v2/oauth/token",
        new Route(host, new ConfigApi(mint)::token, oauth),
        "/oauth2/token",
        new Route(Apk.HOST, new Apk(mint)::token, oauth),
        "/token",
        new Route(host, new ApiCloud(mint)::token, oauth));
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = DemoRequest.read(exchange);
      if (routes.containsKey(request.path())) {
        requests.merge(request.path(), 1, Integer::sum);
      }
      answer(request).send(exchange);
    }
  }

  private DemoReply answer(DemoRequest request) {
    return Optional.ofNullable(routes.get(request.path()))
        .filter(route -> request.header("Host").equals(Optional.of(route.host())))
        .map(route -> route.answer(request))
        .orElseGet(() -> DemoReply.json(404, DemoReply.object()));
  }

  /** Where a request goes, and how a refusal is put into words there. */
  private record Route(
      String host,
      Function<DemoRequest, DemoReply> endpoint,
      Function<DemoRefusal, DemoReply> inWords) {
    DemoReply answer(DemoRequest request) {
      try {
        return endpoint.apply(request);
      } catch (DemoRefusal refusal) {
        return inWords.apply(refusal);
      }
    }
  }
}
