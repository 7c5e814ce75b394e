package dev.bearerd.status;

import dev.bearerd.refresh.Heartbeat;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;

/** Serves the status as JSON. */
@Path("/status")
public class StatusResource {
  private final Heartbeat heartbeat;
  private final ShardBoard shards;
  private final InstantSource clock;

  StatusResource(Heartbeat heartbeat, ShardBoard shards, InstantSource clock) {
    this.heartbeat = heartbeat;
    this.shards = shards;
    this.clock = clock;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public StatusReport status() {
    return heartbeat
        .agent()
        .map(agent -> StatusReport.of(agent, shards.now(), clock.instant()))
        .orElseThrow(ServiceUnavailableException::new);
  }
}
