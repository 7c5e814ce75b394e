package dev.bearerd.oauth;

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
 * Sends by one HTTP client, which all requests with the same TLS settings share. When the CA file
 * changes, the next request is sent by a new client, and the old one is closed after its last
 * exchange.
 */
final class RestTransport implements HttpTransport {
  private static final long CONNECT_SECONDS = 5;

  /** Frees what nobody waits for any more; those who wait are bounded by a {@link Deadline}. */
  private static final long ABANDONED_SECONDS = 3600;

  /** Shorter than what servers grant, so that none is used in the moment in which it is closed. */
  private static final int IDLE_SECONDS = 2;

  private final TlsSettings tls;
  private final InstantSource clock;
  private final ScheduledExecutorService alarms;
  private final Connections connections = new Connections();
  private Optional<SharedClient> current = Optional.empty();

  RestTransport(TlsSettings tls, InstantSource clock, ScheduledExecutorService alarms) {
    this.tls = tls;
    this.clock = clock;
    this.alarms = alarms;
  }

  @Override
  public HttpReply send(HttpCall call, Limits limits) {
    var client = acquire();
    try (var deadline = new Deadline(limits.timeout(), alarms)) {
      return exchange(client.endpoint(), call, limits, deadline);
    } finally {
      connections.forget();
      client.release();
    }
  }

  private HttpReply exchange(
      RestEndpoint endpoint, HttpCall call, Limits limits, Deadline deadline) {
    try (var response = respond(endpoint, call)) {
      var receivedAt = clock.instant();
      return new HttpReply(
          response.getStatus(), headers(response), body(response, limits), receivedAt);
    } catch (TokenException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      connections.drop();
      throw deadline.passed()
          ? TokenException.noAnswer(
              "%s: no answer within %s"
                  .formatted(NetworkFailure.hostAndPort(call.url()), words(limits.timeout())))
          : NetworkFailure.of(e, call.url());
    }
  }

  private static Response respond(RestEndpoint endpoint, HttpCall call) {
    var url = call.url().toString();
    return call.method().equals("GET")
        ? endpoint.get(url, call.headers())
        : endpoint.post(url, call.headers(), call.body().getBytes(StandardCharsets.UTF_8));
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

  private synchronized SharedClient acquire() {
    var version = tls.caFile().map(path -> new CaFile(path).version());
    var client =
        current.filter(made -> made.version().equals(version)).orElseGet(() -> replace(version));
    client.use();
    return client;
  }

  private SharedClient replace(Optional<CaFile.Version> version) {
    var made = new SharedClient(build(), version);
    current.ifPresent(SharedClient::retire);
    current = Optional.of(made);
    return made;
  }

  private RestEndpoint build() {
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
    tls.caFile().map(path -> new CaFile(path).trustStore()).ifPresent(builder::trustStore);
    if (tls.insecureSkipVerify()) {
      builder.trustAll(true).verifyHost(false);
    }
    return builder.build(RestEndpoint.class);
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
