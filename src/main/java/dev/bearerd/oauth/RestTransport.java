package dev.bearerd.oauth;

import dev.bearerd.key.CaFile;
import dev.bearerd.key.ClientCertificate;
import dev.bearerd.token.TokenException;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.vertx.core.http.HttpClientRequest;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;
import org.jboss.resteasy.reactive.client.impl.ClientRequestContextImpl;
import org.jboss.resteasy.reactive.client.impl.RestClientRequestContext;

/**
 * Sends by one HTTP client, which all requests of the same route share. When a file of certificates
 * or keys changes, or the proxy, the next request is sent by a new client, and the old one is
 * closed after its last exchange. What cannot be used now, as certificate and key while both are
 * being replaced, fails before anything is sent, and leaves the client as it is.
 */
final class RestTransport implements HttpTransport {
  private static final long CONNECT_SECONDS = 5;

  /** Frees what nobody waits for any more; those who wait are bounded by a {@link Deadline}. */
  private static final long ABANDONED_SECONDS = 3600;

  /** Shorter than what servers grant, so that none is used in the moment in which it is closed. */
  private static final int IDLE_SECONDS = 2;

  private final Route route;
  private final InstantSource clock;
  private final ScheduledExecutorService alarms;
  private final Connections connections = new Connections();
  private final CurrentClient current;

  RestTransport(Route route, InstantSource clock, ScheduledExecutorService alarms) {
    this.route = route;
    this.clock = clock;
    this.alarms = alarms;
    this.current = new CurrentClient(route::version, this::make);
  }

  @Override
  public HttpReply send(HttpCall call, Limits limits) {
    try (var deadline = new Deadline(limits.timeout(), alarms)) {
      var client = acquire(deadline, limits);
      try {
        requireValid(client);
        return exchange(client, call, limits, deadline);
      } finally {
        connections.forget();
        client.release();
      }
    }
  }

  /** Nothing new is sent this way. */
  void retire() {
    current.retire();
  }

  /** Files may hang, on a network's disk. */
  private SharedClient acquire(Deadline deadline, Limits limits) {
    try {
      return current.acquire();
    } catch (RuntimeException e) {
      throw deadline.passed()
          ? TokenException.local(
              "the files of certificate, key or proxy could not be read within "
                  + words(limits.timeout()))
          : e;
    }
  }

  private HttpReply exchange(SharedClient client, HttpCall call, Limits limits, Deadline deadline) {
    var way = way(client, call);
    try (var response = respond(client.endpoint(), call, headers(call, way))) {
      var receivedAt = clock.instant();
      if (response.getStatus() == ProxyFailure.LOGIN_WANTED && way.proxy().isPresent()) {
        throw ProxyFailure.loginWanted(way);
      }
      return new HttpReply(
          response.getStatus(), headers(response), body(response, limits), receivedAt);
    } catch (TokenException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      connections.drop();
      throw deadline.passed()
          ? TokenException.noAnswer(
              "%s: no answer within %s".formatted(way.toServer(), words(limits.timeout())))
          : NetworkFailure.of(e, way);
    }
  }

  private Way way(SharedClient client, HttpCall call) {
    return new Way(
        call.url(), client.version().proxy(), route.tls().clientCertificate().isPresent());
  }

  private static Response respond(
      RestEndpoint endpoint, HttpCall call, Map<String, String> headers) {
    var url = call.url().toString();
    return call.method().equals("GET")
        ? endpoint.get(url, headers)
        : endpoint.post(url, headers, call.body().getBytes(StandardCharsets.UTF_8));
  }

  /** The client would write user and password in the character set of this machine. */
  private static Map<String, String> headers(HttpCall call, Way way) {
    var headers = new TreeMap<>(call.headers());
    way.proxy()
        .flatMap(Proxy::login)
        .filter(login -> !way.isSecure())
        .ifPresent(login -> headers.put("Proxy-Authorization", login.basic().reveal()));
    return headers;
  }

  private static Map<String, String> headers(Response response) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    response
        .getStringHeaders()
        .forEach(
            (name, values) -> values.stream().findFirst().ifPresent(v -> headers.put(name, v)));
    return headers;
  }

  /** Of a body that is too large nothing is kept; with a status of failure, none is needed. */
  private String body(Response response, Limits limits) throws IOException {
    if (!response.hasEntity()) {
      return "";
    }
    try (var stream = response.readEntity(InputStream.class)) {
      var bytes = stream.readNBytes(limits.maxResponseBytes() + 1);
      if (bytes.length <= limits.maxResponseBytes()) {
        return new String(bytes, StandardCharsets.UTF_8);
      }
      connections.drop();
    }
    if (response.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL) {
      throw TokenException.malformed(
          "the answer is larger than " + size(limits.maxResponseBytes()));
    }
    return "";
  }

  private static String words(Duration timeout) {
    return timeout.toMillisPart() == 0 ? timeout.toSeconds() + "s" : timeout.toMillis() + "ms";
  }

  private static String size(int bytes) {
    var mebi = 1024 * 1024;
    return bytes % mebi == 0 ? bytes / mebi + " MiB" : bytes + " bytes";
  }

  /** It may have expired since the client was made, and servers say little about that. */
  private void requireValid(SharedClient client) {
    client
        .certificateExpiry()
        .ifPresent(
            expiry ->
                route
                    .tls()
                    .clientCertificate()
                    .ifPresent(shown -> shown.requireNotExpired(expiry, clock.instant())));
  }

  private SharedClient make(Route.Version version) {
    var keyStore = route.tls().clientCertificate().map(shown -> shown.keyStore(clock.instant()));
    return new SharedClient(
        build(version.proxy(), keyStore), version, keyStore.map(ClientCertificate::expiry));
  }

  private RestEndpoint build(Optional<Proxy> proxy, Optional<KeyStore> keyStore) {
    var builder =
        QuarkusRestClientBuilder.newBuilder()
            .baseUri(URI.create("http://localhost"))
            .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
            .readTimeout(ABANDONED_SECONDS, TimeUnit.SECONDS)
            .property(QuarkusRestClientProperties.CONNECTION_TTL, IDLE_SECONDS)
            .userAgent("bearerd")
            .followRedirects(false)
            .disableDefaultMapper(true)
            .register(connections);
    configureTls(builder, keyStore);
    configureProxy(builder, proxy);
    return builder.build(RestEndpoint.class);
  }

  private void configureTls(QuarkusRestClientBuilder builder, Optional<KeyStore> keyStore) {
    var tls = route.tls();
    tls.caFile().map(path -> new CaFile(path).trustStore()).ifPresent(builder::trustStore);
    keyStore.ifPresent(store -> builder.keyStore(store, ClientCertificate.STORE_PASSWORD.reveal()));
    if (tls.insecureSkipVerify()) {
      builder.trustAll(true).verifyHost(false);
    }
  }

  /** Without a word about it, the builder would take a proxy from properties of the JVM. */
  private static void configureProxy(QuarkusRestClientBuilder builder, Optional<Proxy> proxy) {
    builder.proxyAddress(proxy.map(Proxy::host).orElse("none"), proxy.map(Proxy::port).orElse(0));
    builder.proxyConnectTimeout(Duration.ofSeconds(CONNECT_SECONDS));
    proxy
        .flatMap(Proxy::login)
        .ifPresent(
            login -> builder.proxyUser(login.user()).proxyPassword(login.password().reveal()));
  }

  /**
   * The connection that the calling thread's exchange uses. Closing an answer halfway would leave
   * it open, and what comes would be read and thrown away for as long as the server likes.
   */
  private static final class Connections implements ClientRequestFilter {
    private final ThreadLocal<Optional<RestClientRequestContext>> current =
        ThreadLocal.withInitial(Optional::empty);

    @Override
    public void filter(ClientRequestContext context) {
      if (context instanceof ClientRequestContextImpl request) {
        current.set(Optional.of(request.getRestClientRequestContext()));
      }
    }

    void drop() {
      current.get().ifPresent(Connections::drop);
    }

    void forget() {
      current.remove();
    }

    /** Whether or not it has been made by now. */
    private static void drop(RestClientRequestContext exchange) {
      exchange.setUserCanceled();
      Optional.ofNullable(exchange.getHttpClientRequest()).ifPresent(HttpClientRequest::reset);
    }
  }
}
