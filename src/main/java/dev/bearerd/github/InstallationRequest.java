package dev.bearerd.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bearerd.oauth.HttpCall;
import dev.bearerd.oauth.Redaction;
import dev.bearerd.oauth.ServerPath;
import dev.bearerd.token.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is asked of GitHub.
 *
 * @param server of the REST interface
 * @param permissions all of the installation's where none is given
 * @param repositories names without the owner's; all of the installation's where none is given
 * @param headers more of them, which replace ours
 */
public record InstallationRequest(
    URI server,
    String installationId,
    List<Permission> permissions,
    List<String> repositories,
    Map<String, String> headers) {
  public InstallationRequest {
    permissions = List.copyOf(permissions);
    repositories = List.copyOf(repositories);
    headers = Map.copyOf(headers);
  }

  /** Only where it goes: headers may hold secrets. */
  @Override
  public String toString() {
    return "installation token request to " + Redaction.place(url());
  }

  URI url() {
    return ServerPath.of(server, "/app/installations/" + installationId + "/access_tokens");
  }

  HttpCall call(Secret jwt) {
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.put("Accept", "application/vnd.github+json");
    all.put("Authorization", "Bearer " + jwt.reveal());
    all.put("Content-Type", "application/json");
    all.put("X-GitHub-Api-Version", "2022-11-28");
    all.putAll(headers);
    var secrets = new ArrayList<Secret>();
    secrets.add(jwt);
    headers.forEach((name, value) -> secrets.addAll(Redaction.secrets(name, value)));
    return new HttpCall("POST", url(), all, body().toString(), secrets);
  }

  private ObjectNode body() {
    var body = JsonNodeFactory.instance.objectNode();
    if (!repositories.isEmpty()) {
      repositories.forEach(body.putArray("repositories")::add);
    }
    if (!permissions.isEmpty()) {
      var levels = body.putObject("permissions");
      permissions.forEach(wanted -> levels.put(wanted.name(), wanted.level().word()));
    }
    return body;
  }
}
