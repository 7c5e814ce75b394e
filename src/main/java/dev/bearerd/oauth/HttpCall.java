package dev.bearerd.oauth;

import dev.bearerd.token.Secret;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One HTTP request.
 *
 * @param method GET or POST
 * @param headers by name, any case; a Host header replaces that of the URL
 * @param body empty for GET
 * @param secrets what headers and body hold that nobody may be shown
 */
public record HttpCall(
    String method, URI url, Map<String, String> headers, String body, List<Secret> secrets) {
  public HttpCall {
    var byName = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    headers = Collections.unmodifiableMap(byName);
    secrets = List.copyOf(secrets);
  }

  /** The same; more is to be kept out of what is said about it. */
  HttpCall withSecrets(List<Secret> more) {
    var all = Stream.concat(secrets.stream(), more.stream()).toList();
    return new HttpCall(method, url, headers, body, all);
  }

  /** The host as scheme, name and port, and the path: what may be shown of the address. */
  public String place() {
    return Redaction.place(url);
  }

  /** Only the method and the place: headers, body and query may hold secrets. */
  @Override
  public String toString() {
    return method + " " + place();
  }
}
