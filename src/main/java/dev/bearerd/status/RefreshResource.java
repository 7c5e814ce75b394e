package dev.bearerd.status;

import dev.bearerd.refresh.Agent;
import dev.bearerd.refresh.Heartbeat;
import dev.bearerd.refresh.Provider;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Set;

/** Renews tokens now, for who holds the control token. */
@Path("/refresh")
public class RefreshResource {
  private final Heartbeat heartbeat;
  private final Control control;
  private final AgentLog log = new AgentLog();

  RefreshResource(Heartbeat heartbeat, Control control) {
    this.heartbeat = heartbeat;
    this.control = control;
  }

  /**
   * Accepts the wish; status and log tell what comes of it.
   *
   * @param names of providers; none means all
   */
  @POST
  @Produces(MediaType.TEXT_PLAIN)
  public Response refresh(
      @HeaderParam("Authorization") @DefaultValue("") String authorization,
      @QueryParam("provider") List<String> names) {
    if (!control.admits(authorization)) {
      return Response.status(Status.UNAUTHORIZED).header("WWW-Authenticate", "Bearer").build();
    }
    return heartbeat
        .agent()
        .map(agent -> refresh(agent, Set.copyOf(names)))
        .orElseGet(() -> Response.status(Status.SERVICE_UNAVAILABLE).build());
  }

  private Response refresh(Agent agent, Set<String> names) {
    var chosen =
        agent.providers().stream()
            .filter(provider -> names.isEmpty() || names.contains(provider.name()))
            .toList();
    var known = chosen.stream().map(Provider::name).toList();
    var unknown = names.stream().filter(name -> !known.contains(name)).sorted().toList();
    if (!unknown.isEmpty()) {
      return Response.status(Status.NOT_FOUND).entity(String.join("\n", unknown)).build();
    }
    log.refreshRequested(chosen.size());
    agent.refreshNow(chosen);
    return Response.accepted(String.join("\n", known)).build();
  }
}
