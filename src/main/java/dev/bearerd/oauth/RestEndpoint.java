package dev.bearerd.oauth;

import io.quarkus.rest.client.reactive.Url;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.RestHeader;

/** Any HTTP endpoint: its address and its headers come with each call. */
@Path("")
interface RestEndpoint {
  @GET
  Response get(@Url String url, @RestHeader Map<String, String> headers);

  @POST
  Response post(@Url String url, @RestHeader Map<String, String> headers, byte[] body);
}
