package dev.bearerd.oidc;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Takes each token request that an OIDC client has written, and keeps it from being sent. */
@Singleton
@Unremovable
@OidcEndpoint(OidcEndpoint.Type.TOKEN)
public class RequestCapture implements OidcRequestFilter {
  private final Map<String, String> bodies = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();

  /** For the client whose request is wanted. */
  String nextId() {
    return "request-" + lastId.incrementAndGet();
  }

  /** The body of the request of this client; empty where none came this far. */
  Optional<String> take(String id) {
    return Optional.ofNullable(bodies.remove(id));
  }

  @Override
  public Uni<Void> filter(OidcRequestFilterContext context) {
    bodies.put(
        context.contextProperties().getString("client-id"), context.requestBody().toString());
    return Uni.createFrom().failure(new Taken());
  }

  /** Ends the request without a trace. */
  private static final class Taken extends RuntimeException {
    Taken() {
      super("taken", null, false, false);
    }
  }
}
